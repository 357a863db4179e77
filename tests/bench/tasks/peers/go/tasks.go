package main

import (
	"fmt"
	"os"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"time"
)

func now() int64                        { return time.Now().UnixNano() }
func out(n string, v float64, u string) { fmt.Printf("%s %.3f %s\n", n, v, u) }
func cpu() float64 {
	var ru syscall.Rusage
	syscall.Getrusage(0, &ru)
	return float64(ru.Utime.Sec+ru.Stime.Sec)*1e3 + float64(ru.Utime.Usec+ru.Stime.Usec)/1e3
}
func rss() float64 {
	b, _ := os.ReadFile("/proc/self/status")
	for _, l := range strings.Split(string(b), "\n") {
		if strings.HasPrefix(l, "VmRSS:") {
			f := strings.Fields(l)
			v, _ := strconv.ParseFloat(f[1], 64)
			return v * 1024
		}
	}
	return 0
}

func spawnJoin(n int) {
	t := now()
	var wg sync.WaitGroup
	wg.Add(n)
	var c int64
	for i := 0; i < n; i++ {
		go func() { atomic.AddInt64(&c, 1); wg.Done() }()
	}
	wg.Wait()
	out("spawn_join", float64(now()-t)/float64(n), "ns/task")
}
func spawnFF(n int) {
	t := now()
	var c int64
	for i := 0; i < n; i++ {
		go func() { atomic.AddInt64(&c, 1) }()
	}
	for atomic.LoadInt64(&c) < int64(n) {
		runtime.Gosched()
	}
	out("spawn_ff", float64(now()-t)/float64(n), "ns/task")
}
func spawnSeq(n int) {
	t := now()
	s := 0
	for i := 0; i < n; i++ {
		ch := make(chan int, 1)
		go func() { ch <- i }()
		s += <-ch
	}
	out("spawn_await_seq", float64(now()-t)/float64(n), "ns/task")
}
func skynet(c chan int, num, size, div int) {
	if size == 1 {
		c <- num
		return
	}
	rc := make(chan int)
	sum := 0
	for i := 0; i < div; i++ {
		go skynet(rc, num+i*(size/div), size/div, div)
	}
	for i := 0; i < div; i++ {
		sum += <-rc
	}
	c <- sum
}
func skynetB() {
	t := now()
	c := make(chan int)
	go skynet(c, 0, 1000000, 10)
	r := <-c
	if r != 499999500000 {
		panic("skynet")
	}
	out("skynet", float64(now()-t)/1e6, "ms")
}
func fib(n int) int {
	if n < 2 {
		return n
	}
	var a int
	var wg sync.WaitGroup
	wg.Add(1)
	go func() { a = fib(n - 1); wg.Done() }()
	b := fib(n - 2)
	wg.Wait()
	return a + b
}
func fibB() {
	t := now()
	if fib(32) != 2178309 {
		panic("fib")
	}
	out("fib32", float64(now()-t)/7049155, "ns/task")
}
func pingpong(name string, procs, n int) {
	old := runtime.GOMAXPROCS(procs)
	a, b := make(chan int), make(chan int)
	t := now()
	go func() {
		for i := 0; i < n; i++ {
			b <- <-a
		}
	}()
	for i := 0; i < n; i++ {
		a <- i
		<-b
	}
	out(name, float64(now()-t)/float64(n), "ns/rt")
	runtime.GOMAXPROCS(old)
}
func chanB(name string, cap, p, c, n int) {
	ch := make(chan int, cap)
	var wg, pw sync.WaitGroup
	t := now()
	var sum int64
	for i := 0; i < c; i++ {
		wg.Add(1)
		go func() {
			s := 0
			for v := range ch {
				s += v
			}
			atomic.AddInt64(&sum, int64(s))
			wg.Done()
		}()
	}
	for i := 0; i < p; i++ {
		pw.Add(1)
		go func() {
			for k := 0; k < n/p; k++ {
				ch <- k
			}
			pw.Done()
		}()
	}
	pw.Wait()
	close(ch)
	wg.Wait()
	out(name, float64(now()-t)/float64(n), "ns/msg")
}
func ring(tasks, hops int) {
	chs := make([]chan int, tasks)
	for i := range chs {
		chs[i] = make(chan int)
	}
	done := make(chan int)
	for i := 0; i < tasks; i++ {
		in, o := chs[i], chs[(i+1)%tasks]
		go func() {
			for v := range in {
				if v == 0 {
					done <- 1
					return
				}
				o <- v - 1
			}
		}()
	}
	t := now()
	chs[0] <- hops
	<-done
	out("ring", float64(now()-t)/float64(hops), "ns/hop")
}
func selectB(name string, cap, n int) {
	var c [4]chan int
	for i := range c {
		c[i] = make(chan int, cap)
		ch := c[i]
		go func() {
			for k := 0; k < n/4; k++ {
				ch <- k
			}
		}()
	}
	t := now()
	s := 0
	for i := 0; i < n; i++ {
		select {
		case v := <-c[0]:
			s += v
		case v := <-c[1]:
			s += v
		case v := <-c[2]:
			s += v
		case v := <-c[3]:
			s += v
		}
	}
	out(name, float64(now()-t)/float64(n), "ns/msg")
}
func selectDefault(n int) {
	a := make(chan int, 1)
	b := make(chan int, 1)
	s := 0
	t := now()
	for i := 0; i < n; i++ {
		select {
		case <-a:
			s++
		default:
		}
	}
	out("try_recv_empty", float64(now()-t)/float64(n), "ns/op")
	t = now()
	for i := 0; i < n; i++ {
		select {
		case <-a:
			s++
		case <-b:
			s++
		default:
		}
	}
	out("select2_default", float64(now()-t)/float64(n), "ns/op")
}
func parked(n int) {
	ch := make(chan int)
	runtime.GC()
	r := rss()
	t := now()
	var wg sync.WaitGroup
	wg.Add(n)
	for i := 0; i < n; i++ {
		go func() { <-ch; wg.Done() }()
	}
	for runtime.NumGoroutine() < n {
		runtime.Gosched()
	}
	time.Sleep(100 * time.Millisecond)
	dt := now() - t - 100e6
	r2 := rss()
	nm := "parked_" + strconv.Itoa(n/1000) + "k"
	out(nm+"_rss", (r2-r)/float64(n), "B/task")
	out(nm+"_create", float64(dt)/float64(n), "ns/task")
	t = now()
	close(ch)
	wg.Wait()
	out(nm+"_wake", float64(now()-t)/float64(n), "ns/task")
}
func timers(n int) {
	c0 := cpu()
	t := now()
	var wg sync.WaitGroup
	wg.Add(n)
	for i := 0; i < n; i++ {
		d := time.Duration(1+i%1000) * time.Millisecond
		go func() { time.Sleep(d); wg.Done() }()
	}
	wg.Wait()
	out("timers_1M_wall", float64(now()-t)/1e6, "ms")
	out("timers_1M_cpu", cpu()-c0, "ms")
}
func timerCancel(n int) {
	t := now()
	for i := 0; i < n; i++ {
		tm := time.NewTimer(time.Second)
		tm.Stop()
	}
	out("timer_create_cancel", float64(now()-t)/float64(n), "ns/op")
}
func mutexB(n int) {
	var mu sync.Mutex
	c := 0
	var wg sync.WaitGroup
	t := now()
	for i := 0; i < 4; i++ {
		wg.Add(1)
		go func() {
			for k := 0; k < n; k++ {
				mu.Lock()
				c++
				mu.Unlock()
			}
			wg.Done()
		}()
	}
	wg.Wait()
	out("mutex4", float64(now()-t)/float64(4*n), "ns/op")
}
func yieldB(n int) {
	old := runtime.GOMAXPROCS(1)
	var wg sync.WaitGroup
	wg.Add(2)
	t := now()
	for i := 0; i < 2; i++ {
		go func() {
			for k := 0; k < n; k++ {
				runtime.Gosched()
			}
			wg.Done()
		}()
	}
	wg.Wait()
	out("yield", float64(now()-t)/float64(2*n), "ns/switch")
	runtime.GOMAXPROCS(old)
}

func main() {
	for _, w := range os.Args[1:] {
		switch w {
		case "spawn_join":
			spawnJoin(1000000)
		case "spawn_ff":
			spawnFF(1000000)
		case "spawn_seq":
			spawnSeq(1000000)
		case "skynet":
			skynetB()
		case "fib":
			fibB()
		case "pingpong_st":
			pingpong("pingpong_st", 1, 1000000)
		case "pingpong_mt":
			pingpong("pingpong_mt", 2, 1000000)
		case "spsc":
			chanB("chan_spsc", 128, 1, 1, 10000000)
		case "mpmc2":
			chanB("chan_mpmc2x2", 128, 2, 2, 10000000)
		case "mpmc4":
			chanB("chan_mpmc4x4", 128, 4, 4, 10000000)
		case "ring":
			ring(10000, 10000000)
		case "select":
			selectB("select4_unbuf", 0, 4000000)
			selectB("select4_buf128", 128, 4000000)
		case "select_default":
			selectDefault(10000000)
		case "parked100k":
			parked(100000)
		case "parked1m":
			parked(1000000)
		case "timers":
			timers(1000000)
		case "timer_cancel":
			timerCancel(1000000)
		case "mutex":
			mutexB(1000000)
		case "yield":
			yieldB(5000000)
		case "hello":
			done := make(chan int)
			go func() { fmt.Println("hello"); done <- 1 }()
			<-done
		}
	}
}
