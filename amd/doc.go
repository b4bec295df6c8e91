// Package amd compiles AMD modules into layers, tells loaders where the modules
// are, and holds the loader and the boot script that run in the browser.
//
// [Compile] takes packages, which are folders of modules under a name, and joins
// each one's modules into a [Layer]: one script, that is asked for once. Every
// module keeps its meaning:
//
//   - It gets its full id: define(f) in blog/api.js of the package acme/blog becomes
//     define("acme/blog/api", f).
//   - What a loader would read from its factory's text is written out, because
//     minifying destroys it: require("./x") becomes a dependency in the array.
//   - It stands in a function of its own if it is strict or declares something
//     outside of its factory, and nowhere else.
//   - What known features and pragmas decide is decided, and what they leave out
//     is gone before anything else reads the file.
//   - A text that it asks for with "text!./a.html" becomes a module too.
//   - A ready layer of the Dojo builder is taken apart into its modules.
//
// ES modules, TypeScript and JSX are bundled by esbuild, package by package. What
// the outside may ask for stays a define of its own; the rest is merged into
// chunks. Imports become dependencies and stay live, exports become getters, and
// import() becomes a require that runs late. Style sheets and JSON that modules
// ask for are defines too. What packages take from node_modules is built once for
// all of them, and belongs to the layer "npm" as soon as two need it.
//
// Modules are found as RequireJS finds them: relative ids against the module that
// names them, then by the map, and then by the package or the path with the
// longest name that fits; [Resolution] holds what an application says of that,
// and [ReadConfig] reads it from the application's own configuration. What no
// package has and the page does not provide is reported, with the place,
// the way that leads there, and what was probably meant.
//
// Each package has a layer, unless the options divide its modules otherwise: one
// layer for all, declared ones, layers of what several packages need, and layers
// that are loaded when somebody asks for them. [Explain] says why a module is in
// its layer. A [Scope] names the layers that a kind of page loads; what runs on
// such pages and needs others is reported.
//
// The form of a layer depends on the loader. RequireJS and Strata's own keep a
// define with an id until somebody asks for it; Dojo's would run it at once, and
// gets require({cache: {...}}) instead. [Index] writes the plugin index, in the
// form of FreeIPA's and in a longer one, and the path map. [Runtime] writes the
// script that pages load.
//
// A finished layer can be proved: it is run in QuickJS, with a loader that takes
// note of what is defined, and compared with what its modules say.
//
// Source maps are exact to the column. Modules are compiled by themselves, small
// ones in batches for esbuild's sake, and their mappings joined without being
// decoded. A [Cache] keeps what was made by the content that it was made from, in
// memory or, as packs, between runs of the program; what comes out is the same
// with and without it.
package amd
