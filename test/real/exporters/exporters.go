//go:build tools

// Package exporters pins the programs that serve metrics in the tests of this folder: the test builds them.
package exporters

import (
	_ "github.com/prometheus-community/postgres_exporter/cmd/postgres_exporter"
)
