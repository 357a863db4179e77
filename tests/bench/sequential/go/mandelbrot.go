// Counterpart of mandelbrot.aria.
package main

import (
	"fmt"
	"os"
	"strconv"
)

func bounded(cr, ci float64) bool {
	zr, zi := 0.0, 0.0
	for i := 0; i < 50; i++ {
		r := zr*zr - zi*zi + cr
		zi = 2.0*zr*zi + ci
		zr = r
		if zr*zr+zi*zi > 4.0 {
			return false
		}
	}
	return true
}

func main() {
	n := 1200
	if len(os.Args) > 1 {
		n, _ = strconv.Atoi(os.Args[1])
	}
	inside := 0
	for y := 0; y < n; y++ {
		for x := 0; x < n; x++ {
			if bounded(2.0*float64(x)/float64(n)-1.5, 2.0*float64(y)/float64(n)-1.0) {
				inside++
			}
		}
	}
	fmt.Println(inside)
}
