//go:build !linux

package devserver

import "os/exec"

func inNamespace(*exec.Cmd) {}
