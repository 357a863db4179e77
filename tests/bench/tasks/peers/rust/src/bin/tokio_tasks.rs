use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::sync::{mpsc, oneshot, Mutex};

fn out(n: &str, v: f64, u: &str) {
    println!("{} {:.3} {}", n, v, u);
}
fn rss() -> f64 {
    for l in std::fs::read_to_string("/proc/self/status")
        .unwrap()
        .lines()
    {
        if l.starts_with("VmRSS:") {
            return l.split_whitespace().nth(1).unwrap().parse::<f64>().unwrap() * 1024.0;
        }
    }
    0.0
}
fn cpu_ms() -> f64 {
    let s = std::fs::read_to_string("/proc/self/stat").unwrap();
    let f: Vec<&str> = s.rsplit(')').next().unwrap().split_whitespace().collect();
    (f[11].parse::<f64>().unwrap() + f[12].parse::<f64>().unwrap()) * 10.0
}
async fn spawn_join(n: usize) {
    let t = Instant::now();
    let c = Arc::new(AtomicUsize::new(0));
    let mut hs = Vec::with_capacity(n);
    for _ in 0..n {
        let c = c.clone();
        hs.push(tokio::spawn(async move {
            c.fetch_add(1, Ordering::Relaxed);
        }));
    }
    for h in hs {
        h.await.unwrap();
    }
    out(
        "spawn_join",
        t.elapsed().as_nanos() as f64 / n as f64,
        "ns/task",
    );
}
async fn spawn_ff(n: usize) {
    let t = Instant::now();
    let c = Arc::new(AtomicUsize::new(0));
    for _ in 0..n {
        let c = c.clone();
        tokio::spawn(async move {
            c.fetch_add(1, Ordering::Relaxed);
        });
    }
    while c.load(Ordering::Relaxed) < n {
        tokio::task::yield_now().await;
    }
    out(
        "spawn_ff",
        t.elapsed().as_nanos() as f64 / n as f64,
        "ns/task",
    );
}
async fn spawn_seq(n: usize) {
    let t = Instant::now();
    let mut s = 0usize;
    for i in 0..n {
        s += tokio::spawn(async move { i }).await.unwrap();
    }
    assert!(s > 0);
    out(
        "spawn_await_seq",
        t.elapsed().as_nanos() as f64 / n as f64,
        "ns/task",
    );
}
fn skynet(
    num: u64,
    size: u64,
    div: u64,
) -> std::pin::Pin<Box<dyn std::future::Future<Output = u64> + Send>> {
    Box::pin(async move {
        if size == 1 {
            return num;
        }
        let mut hs = Vec::with_capacity(div as usize);
        for i in 0..div {
            hs.push(tokio::spawn(skynet(
                num + i * (size / div),
                size / div,
                div,
            )));
        }
        let mut sum = 0;
        for h in hs {
            sum += h.await.unwrap();
        }
        sum
    })
}
fn fib(n: u32) -> std::pin::Pin<Box<dyn std::future::Future<Output = u64> + Send>> {
    Box::pin(async move {
        if n < 2 {
            return n as u64;
        }
        let h = tokio::spawn(fib(n - 1));
        let b = fib(n - 2).await;
        h.await.unwrap() + b
    })
}
async fn pingpong(name: &str, n: usize) {
    // tokio has no rendezvous channel; capacity 1 is the smallest bounded channel
    let (atx, mut arx) = mpsc::channel::<usize>(1);
    let (btx, mut brx) = mpsc::channel::<usize>(1);
    let t = Instant::now();
    tokio::spawn(async move {
        while let Some(v) = arx.recv().await {
            if btx.send(v).await.is_err() {
                break;
            }
        }
    });
    let h = tokio::spawn(async move {
        for i in 0..n {
            atx.send(i).await.unwrap();
            brx.recv().await.unwrap();
        }
    });
    h.await.unwrap();
    out(name, t.elapsed().as_nanos() as f64 / n as f64, "ns/rt");
}
async fn spsc(n: usize) {
    let (tx, mut rx) = mpsc::channel::<usize>(128);
    let t = Instant::now();
    let h = tokio::spawn(async move {
        let mut s = 0;
        while let Some(v) = rx.recv().await {
            s += v;
        }
        s
    });
    let p = tokio::spawn(async move {
        for i in 0..n {
            tx.send(i).await.unwrap();
        }
    });
    p.await.unwrap();
    h.await.unwrap();
    out(
        "chan_spsc",
        t.elapsed().as_nanos() as f64 / n as f64,
        "ns/msg",
    );
}
async fn spsc_unbounded(n: usize) {
    let (tx, mut rx) = mpsc::unbounded_channel::<usize>();
    let t = Instant::now();
    let h = tokio::spawn(async move {
        let mut s = 0;
        while let Some(v) = rx.recv().await {
            s += v;
        }
        s
    });
    let p = tokio::spawn(async move {
        for i in 0..n {
            tx.send(i).unwrap();
        }
    });
    p.await.unwrap();
    h.await.unwrap();
    out(
        "chan_unbounded_spsc",
        t.elapsed().as_nanos() as f64 / n as f64,
        "ns/msg",
    );
}
// tokio has no MPMC; async-channel is what its users take
async fn mpmc(name: &str, p: usize, c: usize, n: usize) {
    let (tx, rx) = async_channel::bounded::<usize>(128);
    let t = Instant::now();
    let mut hs = vec![];
    for _ in 0..c {
        let rx = rx.clone();
        hs.push(tokio::spawn(async move {
            let mut s = 0;
            while let Ok(v) = rx.recv().await {
                s += v;
            }
            s
        }));
    }
    for _ in 0..p {
        let tx = tx.clone();
        hs.push(tokio::spawn(async move {
            for i in 0..n / p {
                tx.send(i).await.unwrap();
            }
            0
        }));
    }
    drop(tx);
    drop(rx);
    for h in hs {
        h.await.unwrap();
    }
    out(name, t.elapsed().as_nanos() as f64 / n as f64, "ns/msg");
}
async fn ring(tasks: usize, hops: usize) {
    let mut txs = vec![];
    let mut rxs = vec![];
    for _ in 0..tasks {
        let (tx, rx) = mpsc::channel::<usize>(1);
        txs.push(tx);
        rxs.push(rx);
    }
    let (dtx, drx) = oneshot::channel::<()>();
    let mut dtx = Some(dtx);
    let first = txs[0].clone();
    // task i reads rx[i], sends tx[(i+1)%n]; token hits zero at task hops % tasks
    let fin = hops % tasks;
    for (i, mut rx) in rxs.into_iter().enumerate() {
        let o = txs[(i + 1) % tasks].clone();
        let d = if i == fin { dtx.take() } else { None };
        tokio::spawn(async move {
            let mut d = d;
            while let Some(v) = rx.recv().await {
                if v == 0 {
                    d.take().unwrap().send(()).unwrap();
                    return;
                }
                if o.send(v - 1).await.is_err() {
                    return;
                }
            }
        });
    }
    let t = Instant::now();
    first.send(hops).await.unwrap();
    drx.await.unwrap();
    out(
        "ring",
        t.elapsed().as_nanos() as f64 / hops as f64,
        "ns/hop",
    );
}
async fn select4(name: &str, cap: usize, n: usize) {
    let mut r = vec![];
    for _ in 0..4 {
        let (tx, rx) = mpsc::channel::<usize>(cap);
        r.push(rx);
        tokio::spawn(async move {
            for i in 0..n / 4 {
                tx.send(i).await.unwrap();
            }
        });
    }
    let mut r3 = r.pop().unwrap();
    let mut r2 = r.pop().unwrap();
    let mut r1 = r.pop().unwrap();
    let mut r0 = r.pop().unwrap();
    let nm = name.to_string();
    tokio::spawn(async move {
        let t = Instant::now();
        let mut s = 0;
        for _ in 0..n {
            tokio::select! {
                Some(v) = r0.recv() => s += v,
                Some(v) = r1.recv() => s += v,
                Some(v) = r2.recv() => s += v,
                Some(v) = r3.recv() => s += v,
            }
        }
        assert!(s > 0);
        out(&nm, t.elapsed().as_nanos() as f64 / n as f64, "ns/msg");
    })
    .await
    .unwrap();
}
async fn select_default(n: usize) {
    let (_t1, mut a) = mpsc::channel::<usize>(1);
    let (_t2, mut b) = mpsc::channel::<usize>(1);
    let mut s = 0;
    let t = Instant::now();
    for _ in 0..n {
        if a.try_recv().is_ok() {
            s += 1;
        }
    }
    out(
        "try_recv_empty",
        t.elapsed().as_nanos() as f64 / n as f64,
        "ns/op",
    );
    let t = Instant::now();
    for _ in 0..n {
        if a.try_recv().is_ok() {
            s += 1;
        } else if b.try_recv().is_ok() {
            s += 1;
        }
    }
    out(
        "select2_default",
        t.elapsed().as_nanos() as f64 / n as f64,
        "ns/op",
    );
    assert!(s == 0);
}
async fn parked(n: usize) {
    let (tx, _) = tokio::sync::broadcast::channel::<()>(1);
    drop(tx);
    let r = rss();
    let t = Instant::now();
    let started = Arc::new(AtomicUsize::new(0));
    let done = Arc::new(AtomicUsize::new(0));
    let mut txs = Vec::with_capacity(n);
    for _ in 0..n {
        // one blocked receiver per task, as in Go (channel of its own is fair for tokio: mpsc is single consumer)
        let (tx, rx) = oneshot::channel::<()>();
        txs.push(tx);
        let s = started.clone();
        let d = done.clone();
        tokio::spawn(async move {
            s.fetch_add(1, Ordering::Relaxed);
            let _ = rx.await;
            d.fetch_add(1, Ordering::Relaxed);
        });
    }
    while started.load(Ordering::Relaxed) < n {
        tokio::task::yield_now().await;
    }
    let dt = t.elapsed();
    let r2 = rss();
    out(
        &format!("parked_{}k_rss", n / 1000),
        (r2 - r) / n as f64,
        "B/task",
    );
    out(
        &format!("parked_{}k_create", n / 1000),
        dt.as_nanos() as f64 / n as f64,
        "ns/task",
    );
    let t = Instant::now();
    drop(txs);
    while done.load(Ordering::Relaxed) < n {
        tokio::task::yield_now().await;
    }
    out(
        &format!("parked_{}k_wake", n / 1000),
        t.elapsed().as_nanos() as f64 / n as f64,
        "ns/task",
    );
}
async fn timers(n: usize) {
    let c0 = cpu_ms();
    let t = Instant::now();
    let mut hs = Vec::with_capacity(n);
    for i in 0..n {
        let d = Duration::from_millis(1 + (i % 1000) as u64);
        hs.push(tokio::spawn(async move {
            tokio::time::sleep(d).await;
        }));
    }
    for h in hs {
        h.await.unwrap();
    }
    out("timers_1M_wall", t.elapsed().as_nanos() as f64 / 1e6, "ms");
    out("timers_1M_cpu", cpu_ms() - c0, "ms");
}
async fn timer_cancel(n: usize) {
    let t = Instant::now();
    for _ in 0..n {
        let s = tokio::time::sleep(Duration::from_secs(1));
        tokio::pin!(s);
        // register it (poll once), then drop = cancel
        let _ = futures::poll!(&mut s);
    }
    out(
        "timer_create_cancel",
        t.elapsed().as_nanos() as f64 / n as f64,
        "ns/op",
    );
}
async fn mutex(n: usize) {
    let m = Arc::new(Mutex::new(0usize));
    let t = Instant::now();
    let mut hs = vec![];
    for _ in 0..4 {
        let m = m.clone();
        hs.push(tokio::spawn(async move {
            for _ in 0..n {
                *m.lock().await += 1;
            }
        }));
    }
    for h in hs {
        h.await.unwrap();
    }
    out(
        "mutex4",
        t.elapsed().as_nanos() as f64 / (4 * n) as f64,
        "ns/op",
    );
}
async fn yieldb(n: usize) {
    let t = Instant::now();
    let mut hs = vec![];
    for _ in 0..2 {
        hs.push(tokio::spawn(async move {
            for _ in 0..n {
                tokio::task::yield_now().await;
            }
        }));
    }
    for h in hs {
        h.await.unwrap();
    }
    out(
        "yield",
        t.elapsed().as_nanos() as f64 / (2 * n) as f64,
        "ns/switch",
    );
}
fn main() {
    for w in std::env::args().skip(1) {
        let w: &str = &w;
        let st = w == "pingpong_st" || w == "yield";
        let rt = if st {
            tokio::runtime::Builder::new_multi_thread()
                .worker_threads(1)
                .enable_all()
                .build()
                .unwrap()
        } else {
            tokio::runtime::Builder::new_multi_thread()
                .worker_threads(2)
                .enable_all()
                .build()
                .unwrap()
        };
        let w = w.to_string();
        let f = async move {
            match w.as_str() {
                "spawn_join" => spawn_join(1000000).await,
                "spawn_ff" => spawn_ff(1000000).await,
                "spawn_seq" => spawn_seq(1000000).await,
                "skynet" => {
                    let t = Instant::now();
                    let r = tokio::spawn(skynet(0, 1000000, 10)).await.unwrap();
                    assert!(r == 499999500000);
                    out("skynet", t.elapsed().as_nanos() as f64 / 1e6, "ms");
                }
                "fib" => {
                    let t = Instant::now();
                    assert!(tokio::spawn(fib(32)).await.unwrap() == 2178309);
                    out(
                        "fib32",
                        t.elapsed().as_nanos() as f64 / 7049155.0,
                        "ns/task",
                    );
                }
                "pingpong_st" => pingpong("pingpong_st", 1000000).await,
                "pingpong_mt" => pingpong("pingpong_mt", 1000000).await,
                "spsc" => spsc(10000000).await,
                "unbounded" => spsc_unbounded(10000000).await,
                "mpmc2" => mpmc("chan_mpmc2x2", 2, 2, 10000000).await,
                "mpmc4" => mpmc("chan_mpmc4x4", 4, 4, 10000000).await,

                "ring" => ring(10000, 10000000).await,
                "select" => {
                    select4("select4_unbuf", 1, 4000000).await;
                    select4("select4_buf128", 128, 4000000).await;
                }
                "select_default" => select_default(10000000).await,
                "parked100k" => parked(100000).await,
                "parked1m" => parked(1000000).await,
                "timers" => timers(1000000).await,
                "timer_cancel" => timer_cancel(1000000).await,
                "mutex" => mutex(1000000).await,
                "yield" => yieldb(5000000).await,
                "hello" => {
                    tokio::spawn(async {
                        println!("hello");
                    })
                    .await
                    .unwrap();
                }
                _ => {}
            }
        };
        // run the benchmark body itself as a worker task (fair to tokio: block_on thread is not a worker)
        rt.block_on(async move {
            tokio::spawn(f).await.unwrap();
        });
    }
}
