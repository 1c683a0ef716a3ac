// Holds dashboards against the model of Grafana: what it does not know, and what it needs and does not get, is told. Nothing is printed where
// all is well.
package main

import (
	"fmt"
	"os"

	"github.com/grafana/grafana-foundation-sdk/go/cog/plugins"
	"github.com/grafana/grafana-foundation-sdk/go/dashboard"
)

func main() {
	plugins.RegisterDefaultPlugins()
	for _, file := range os.Args[1:] {
		raw, err := os.ReadFile(file)
		if err != nil {
			panic(err)
		}
		var read dashboard.Dashboard
		tell(file, read.UnmarshalJSONStrict(raw))
		tell(file, read.Validate())
	}
}

// The model answers with an empty list of errors, which is not nil.
func tell(file string, err error) {
	if err != nil && err.Error() != "" {
		fmt.Printf("%s: %s\n", file, err)
	}
}
