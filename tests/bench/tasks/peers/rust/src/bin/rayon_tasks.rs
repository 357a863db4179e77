use std::time::Instant;
fn out(n: &str, v: f64, u: &str) {
    println!("{} {:.3} {}", n, v, u);
}
fn fib(n: u32) -> u64 {
    if n < 2 {
        return n as u64;
    }
    let (a, b) = rayon::join(|| fib(n - 1), || fib(n - 2));
    a + b
}
fn skynet(num: u64, size: u64, div: u64) -> u64 {
    if size == 1 {
        return num;
    }
    let mut r = [0u64; 10];
    rayon::scope(|s| {
        for (i, x) in r.iter_mut().enumerate() {
            s.spawn(move |_| {
                *x = skynet(num + i as u64 * (size / div), size / div, div);
            });
        }
    });
    r.iter().sum()
}
fn skynet_fj(num: u64, lo: u64, hi: u64, size: u64) -> u64 {
    if hi - lo == 1 {
        let num = num + lo * size;
        return if size == 1 {
            num
        } else {
            skynet_fj(num, 0, 10, size / 10)
        };
    }
    let m = (lo + hi) / 2;
    let (a, b) = rayon::join(
        || skynet_fj(num, lo, m, size),
        || skynet_fj(num, m, hi, size),
    );
    a + b
}
fn main() {
    let pool = rayon::ThreadPoolBuilder::new()
        .num_threads(2)
        .build()
        .unwrap();
    for w in std::env::args().skip(1) {
        pool.install(|| match w.as_str() {
            "fib" => {
                let t = Instant::now();
                assert!(fib(32) == 2178309);
                out(
                    "fib32",
                    t.elapsed().as_nanos() as f64 / 7049155.0,
                    "ns/task",
                );
            }
            "skynet" => {
                let t = Instant::now();
                assert!(skynet(0, 1000000, 10) == 499999500000);
                out("skynet", t.elapsed().as_nanos() as f64 / 1e6, "ms");
                let t = Instant::now();
                assert!(skynet_fj(0, 0, 10, 100000) == 499999500000);
                out("skynet_binjoin", t.elapsed().as_nanos() as f64 / 1e6, "ms");
            }
            "spawn_join" => {
                let n = 1000000;
                let t = Instant::now();
                let c = std::sync::atomic::AtomicUsize::new(0);
                rayon::scope(|s| {
                    for _ in 0..n {
                        s.spawn(|_| {
                            c.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
                        });
                    }
                });
                out(
                    "spawn_join",
                    t.elapsed().as_nanos() as f64 / n as f64,
                    "ns/task",
                );
            }
            _ => {}
        });
    }
}
