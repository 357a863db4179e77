// Counterpart of binary_trees.aria.
package main

import (
	"fmt"
	"os"
	"strconv"
)

type tree struct{ left, right *tree }

func make_(depth int) *tree {
	if depth == 0 {
		return &tree{&tree{}, &tree{}}
	}
	return &tree{make_(depth - 1), make_(depth - 1)}
}

func (t *tree) check() int {
	if t.left == nil {
		return 0
	}
	return 1 + t.left.check() + t.right.check()
}

func main() {
	depth := 15
	if len(os.Args) > 1 {
		depth, _ = strconv.Atoi(os.Args[1])
	}
	fmt.Printf("stretch tree of depth %d check: %d\n", depth+1, make_(depth+1).check())
	longLived := make_(depth)
	for d := 4; d <= depth; d += 2 {
		rounds := 1 << uint(depth-d+4)
		sum := 0
		for i := 0; i < rounds; i++ {
			sum += make_(d).check()
		}
		fmt.Printf("%d trees of depth %d check: %d\n", rounds, d, sum)
	}
	fmt.Printf("long lived tree of depth %d check: %d\n", depth, longLived.check())
}
