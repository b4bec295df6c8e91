package main

import (
	"fmt"
	"io"
	"text/tabwriter"
	"time"
)

// table prints what was measured, each beside the first.
func table(out io.Writer, tools []tool, all []measure) {
	w := tabwriter.NewWriter(out, 0, 0, 1, ' ', 0)
	fmt.Fprintln(w, "| tool\t| wall\t| CPU\t| peak memory\t| layers\t| bytes\t| gzip\t| CPU, first = 1\t|")
	fmt.Fprintln(w, "|---\t|---\t|---\t|---\t|---\t|---\t|---\t|---\t|")
	for i, m := range all {
		fmt.Fprintf(w, "| %s\t| %s\t| %s\t| %s\t| %s\t| %s\t| %s\t| %.2f\t|\n", tools[i].name, duration(m.wall), duration(m.cpu),
			unless(m.memory == 0, "%d MB", m.memory/1e6), unless(m.layers == 0, "%d", m.layers), unless(m.raw == 0, "%.2f MB", float64(m.raw)/1e6),
			unless(m.gzip == 0, "%.0f kB", float64(m.gzip)/1e3), m.cpu.Seconds()/all[0].cpu.Seconds())
	}
	_ = w.Flush()
}

// duration prints seconds, or milliseconds where seconds would say little.
func duration(d time.Duration) string {
	if d < 100*time.Millisecond {
		return fmt.Sprintf("%.1f ms", d.Seconds()*1000)
	}
	return fmt.Sprintf("%.2f s", d.Seconds())
}

func unless(unknown bool, format string, value any) string {
	if unknown {
		return "-"
	}
	return fmt.Sprintf(format, value)
}
