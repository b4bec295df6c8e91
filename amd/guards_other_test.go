//go:build !unix

package amd

import "time"

var testsBegan = time.Now()

func processTime() time.Duration { return time.Since(testsBegan) }
