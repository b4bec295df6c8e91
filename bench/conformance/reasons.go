package main

const (
	online   = "gets a script from the internet"
	worker   = "starts the loader in a worker, which has no document"
	location = "is to be served as http://127.0.0.1/requirejs/, as tests/all.js says"
	spelling = "expects ./lib/../../a for the address that the loader writes as ./../a"
)

// reasons say of pages why they do not pass with Strata's loader, or do not pass
// everywhere.
var reasons = map[string]string{
	"requirejs/jqueryDynamic":       online,
	"requirejs/jsonp":               online,
	"requirejs/nestedRequireConfig": online,
	"requirejs/remoteUrls":          online,
	"requirejs/simple-badbase":      location,
	"requirejs/toUrl":               spelling,
	"requirejs/workers":             worker,
}
