package amd

import (
	"context"
	"testing"
)

func testLife(t *testing.T, browser context.Context) {}
