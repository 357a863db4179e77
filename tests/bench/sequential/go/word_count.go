// Counterpart of word_count.aria.
package main

import (
	"fmt"
	"os"
	"strconv"
	"strings"
)

func text(lines int) string {
	words := []string{"river", "stone", "lamp", "green", "walk", "under", "seven", "cloud", "paper", "north"}
	var out strings.Builder
	seed := 42
	for i := 0; i < lines; i++ {
		for j := 0; j < 12; j++ {
			seed = (seed*1103515245 + 12345) % 2147483648
			out.WriteString(words[seed/65536%10])
			out.WriteString(strconv.Itoa(seed / 8 % 50))
			out.WriteString(" ")
		}
		out.WriteString("\n")
	}
	return out.String()
}

func main() {
	n := 40000
	if len(os.Args) > 1 {
		n, _ = strconv.Atoi(os.Args[1])
	}
	counts := map[string]int{}
	order := []string{}
	for _, line := range strings.Split(text(n), "\n") {
		for _, word := range strings.Split(line, " ") {
			if word == "" {
				continue
			}
			if _, seen := counts[word]; !seen {
				order = append(order, word)
			}
			counts[word]++
		}
	}
	total, top := 0, ""
	for _, word := range order {
		total += counts[word]
		if top == "" || counts[word] > counts[top] {
			top = word
		}
	}
	fmt.Println(len(counts), total, top, counts[top])
}
