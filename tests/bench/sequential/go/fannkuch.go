// Counterpart of fannkuch.aria.
package main

import (
	"fmt"
	"os"
	"strconv"
)

func fannkuch(n int) (int, int) {
	perm, count, work := make([]int, n), make([]int, n), make([]int, n)
	for i := range perm {
		perm[i] = i
	}
	best, checksum, r, sign := 0, 0, n, 1
	for {
		for ; r > 1; r-- {
			count[r-1] = r
		}
		copy(work, perm)
		flips := 0
		for first := work[0]; first != 0; first = work[0] {
			for low, high := 0, first; low < high; low, high = low+1, high-1 {
				work[low], work[high] = work[high], work[low]
			}
			flips++
		}
		if flips > best {
			best = flips
		}
		checksum += sign * flips
		sign = -sign
		for {
			if r == n {
				return checksum, best
			}
			front := perm[0]
			for i := 0; i < r; i++ {
				perm[i] = perm[i+1]
			}
			perm[r] = front
			count[r]--
			if count[r] > 0 {
				break
			}
			r++
		}
	}
}

func main() {
	n := 9
	if len(os.Args) > 1 {
		n, _ = strconv.Atoi(os.Args[1])
	}
	checksum, best := fannkuch(n)
	fmt.Printf("%d\nPfannkuchen(%d) = %d\n", checksum, n, best)
}
