// Validates custom resources the way the API server does, with its own code: defaulting, unknown fields, the structural schema and the
// CEL rules. Reads one JSON object {"crd": file, "object": {...}} a line and prints one JSON list of problems for each.
package main

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"strings"

	"k8s.io/apiextensions-apiserver/pkg/apis/apiextensions"
	v1 "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1"
	"k8s.io/apiextensions-apiserver/pkg/apiserver/schema"
	"k8s.io/apiextensions-apiserver/pkg/apiserver/schema/cel"
	"k8s.io/apiextensions-apiserver/pkg/apiserver/schema/defaulting"
	"k8s.io/apiextensions-apiserver/pkg/apiserver/schema/pruning"
	"k8s.io/apiextensions-apiserver/pkg/apiserver/validation"
	"k8s.io/apimachinery/pkg/util/yaml"
	celconfig "k8s.io/apiserver/pkg/apis/cel"
)

// kind is one version of a CRD, ready to validate.
type kind struct {
	structural *schema.Structural
	schema     validation.SchemaValidator
	rules      *cel.Validator
}

var kinds = map[string]*kind{}

// load reads a version of a CRD once.
func load(file, version string) (*kind, error) {
	key := file + " " + version
	if known, ok := kinds[key]; ok {
		return known, nil
	}
	text, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	var crd v1.CustomResourceDefinition
	if err := yaml.Unmarshal(text, &crd); err != nil {
		return nil, err
	}
	for _, candidate := range crd.Spec.Versions {
		if candidate.Name != version {
			continue
		}
		var internal apiextensions.CustomResourceValidation
		if err := v1.Convert_v1_CustomResourceValidation_To_apiextensions_CustomResourceValidation(candidate.Schema, &internal, nil); err != nil {
			return nil, err
		}
		structural, err := schema.NewStructural(internal.OpenAPIV3Schema)
		if err != nil {
			return nil, err
		}
		validator, _, err := validation.NewSchemaValidator(internal.OpenAPIV3Schema)
		if err != nil {
			return nil, err
		}
		kinds[key] = &kind{structural, validator, cel.NewValidator(structural, true, celconfig.PerCallLimit)}
		return kinds[key], nil
	}
	return nil, fmt.Errorf("%s has no version %s", file, version)
}

// problems is everything that the API server would refuse or drop.
func problems(file string, object map[string]any) ([]string, error) {
	_, version, _ := strings.Cut(fmt.Sprint(object["apiVersion"]), "/")
	k, err := load(file, version)
	if err != nil {
		return nil, err
	}
	found := []string{}
	for _, field := range pruning.PruneWithOptions(object, k.structural, true, schema.UnknownFieldPathOptions{TrackUnknownFieldPaths: true}) {
		found = append(found, "unknown field "+field)
	}
	defaulting.Default(object, k.structural)
	for _, e := range validation.ValidateCustomResource(nil, object, k.schema) {
		found = append(found, e.Error())
	}
	if k.rules != nil {
		broken, _ := k.rules.Validate(context.Background(), nil, k.structural, object, nil, celconfig.RuntimeCELCostBudget)
		for _, e := range broken {
			found = append(found, e.Error())
		}
	}
	return found, nil
}

func main() {
	lines := bufio.NewScanner(os.Stdin)
	lines.Buffer(nil, 16*1024*1024)
	for lines.Scan() {
		var request struct {
			CRD    string         `json:"crd"`
			Object map[string]any `json:"object"`
		}
		if err := json.Unmarshal(lines.Bytes(), &request); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		found, err := problems(request.CRD, integers(request.Object).(map[string]any))
		if err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		answer, _ := json.Marshal(found)
		fmt.Println(string(answer))
	}
}

// integers makes whole numbers what the API server's decoder makes of them.
func integers(value any) any {
	switch v := value.(type) {
	case map[string]any:
		for key, item := range v {
			v[key] = integers(item)
		}
	case []any:
		for i, item := range v {
			v[i] = integers(item)
		}
	case float64:
		if v == float64(int64(v)) {
			return int64(v)
		}
	}
	return value
}
