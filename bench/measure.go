package main

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"
)

// A tool is one contestant: the commands that make all layers, and where they
// leave them.
type tool struct {
	name     string
	clean    []string   // folders that are removed before each run
	before   []string   // a command that runs before, and is not measured
	commands [][]string // run one after the other
	reports  bool       // the command prints a report, because only a part of it counts
	layers   []string   // files or folders of them; those in folders end in .js
	atLeast  int        // how many layers there have to be
}

// A measure is the best of a tool's runs.
type measure struct {
	wall, cpu time.Duration
	memory    int64 // bytes
	layers    int
	raw, gzip int
}

// A report is what commands print that measure a part of themselves, in seconds.
type report struct{ Wall, CPU float64 }

func (b *bench) best(dir string, t tool) (measure, error) {
	var out measure
	for i := range b.runs {
		if err := b.clear(dir, t); err != nil {
			return out, err
		}
		if len(t.before) > 0 {
			if _, err := b.once(dir, tool{commands: [][]string{t.before}}); err != nil {
				return out, err
			}
		}
		m, err := b.once(dir, t)
		if err != nil {
			return out, err
		}
		if i == 0 || m.cpu < out.cpu {
			out = m
		}
	}
	return out, out.weigh(dir, t)
}

// clear moves what earlier runs left out of the way. Removing it would make the
// next run pay: a file system takes its time to use again what was just freed.
func (b *bench) clear(dir string, t tool) error {
	old, err := os.MkdirTemp(dir, ".old-")
	if err != nil {
		return err
	}
	for _, name := range t.clean {
		err := os.Rename(filepath.Join(dir, name), filepath.Join(old, filepath.Base(name)))
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	return nil
}

func (b *bench) once(dir string, t tool) (measure, error) {
	var out measure
	for _, args := range t.commands {
		cmd := exec.Command(args[0], args[1:]...)
		cmd.Dir = dir
		cmd.Env = append(os.Environ(), "XDG_CACHE_HOME="+filepath.Join(dir, ".cache"), "NODE_PATH="+filepath.Join(dir, "node_modules"))
		var stdout, stderr bytes.Buffer
		cmd.Stdout, cmd.Stderr = &stdout, &stderr
		start := time.Now()
		if err := cmd.Run(); err != nil {
			return out, fmt.Errorf("%w\n%s%s", err, tail(stdout.Bytes()), tail(stderr.Bytes()))
		}
		out.wall += time.Since(start)
		out.cpu += cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()
		cpu, memory := reap()
		out.cpu, out.memory = out.cpu+cpu, max(out.memory, memory, peak(cmd.ProcessState))
		if !t.reports {
			continue
		}
		var r report
		if err := json.Unmarshal(stdout.Bytes(), &r); err != nil {
			return out, fmt.Errorf("%w: %s", err, tail(stdout.Bytes()))
		}
		out.wall, out.cpu = seconds(r.Wall), seconds(r.CPU)
	}
	return out, nil
}

func seconds(s float64) time.Duration { return time.Duration(s * float64(time.Second)) }

func tail(text []byte) []byte { return text[max(0, len(text)-2000):] }

// weigh adds up the sizes of the layers.
func (m *measure) weigh(dir string, t tool) error {
	var names []string
	for _, place := range t.layers {
		found, err := scripts(filepath.Join(dir, place))
		if err != nil {
			return err
		}
		names = append(names, found...)
	}
	if len(names) < t.atLeast {
		return fmt.Errorf("made %d layers, not %d", len(names), t.atLeast)
	}
	m.layers = len(names)
	for _, name := range names {
		data, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		packed, err := gzipped(data)
		if err != nil {
			return err
		}
		m.raw, m.gzip = m.raw+len(data), m.gzip+packed
	}
	return nil
}

// scripts lists the scripts in a folder, or the one that has the name.
func scripts(place string) ([]string, error) {
	if names, _ := filepath.Glob(place); len(names) == 1 && strings.HasSuffix(names[0], ".js") {
		return names, nil
	}
	var out []string
	err := filepath.WalkDir(place, func(name string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() && strings.HasSuffix(name, ".js") {
			out = append(out, name)
		}
		return err
	})
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	return out, err
}

func gzipped(data []byte) (int, error) {
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	_, err := w.Write(data)
	err = errors.Join(err, w.Close())
	return b.Len(), err
}
