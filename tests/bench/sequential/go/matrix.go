// Counterpart of matrix.aria.
package main

import (
	"fmt"
	"os"
	"strconv"
)

func matrix(n int, seed float64) [][]float64 {
	scale := seed / float64(n) / float64(n)
	m := make([][]float64, n)
	for i := range m {
		m[i] = make([]float64, n)
		for j := range m[i] {
			m[i][j] = scale * float64(i-j) * float64(i+j)
		}
	}
	return m
}

func multiply(a, b [][]float64) [][]float64 {
	n := len(a)
	c := make([][]float64, n)
	for i := range c {
		c[i] = make([]float64, n)
	}
	for i := 0; i < n; i++ {
		for k := 0; k < n; k++ {
			factor := a[i][k]
			for j := 0; j < n; j++ {
				c[i][j] += factor * b[k][j]
			}
		}
	}
	return c
}

func main() {
	n := 400
	if len(os.Args) > 1 {
		n, _ = strconv.Atoi(os.Args[1])
	}
	c := multiply(matrix(n, 1.0), matrix(n, 2.0))
	fmt.Printf("%.6f\n", c[n/2][n/2])
}
