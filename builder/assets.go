package builder

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"

	"strata/internal/diag"
	"strata/plugin"
	"strata/site"
)

// maxAsset is the size of the largest file that is copied from a plugin.
const maxAsset = 256 << 20

// publicExtensions are those of files that browsers load. A plugin folder also
// holds what must not be published: PHP, sources, keys, backups. So a file is
// published for what it is, not unless it is forbidden.
var publicExtensions = strings.Fields(".css .png .jpg .jpeg .gif .svg .webp .avif .ico .cur .woff .woff2 .ttf .otf .eot " +
	".json .html .htm .xml .txt .csv .mp3 .mp4 .ogg .webm .wav .vtt .pdf .wasm .webmanifest .swf")

func isPublic(name string) bool {
	base := path.Base(name)
	return !strings.HasPrefix(base, ".") && base != "package.json" && base != "package-lock.json" && base != "composer.json" &&
		base != "bower.json" && slices.Contains(publicExtensions, strings.ToLower(path.Ext(base)))
}

// A share is a folder whose public files are published under another name.
type share struct {
	from, to string
	scripts  bool // JavaScript too, as far as it lies outside of skip
	skip     string
}

// shares says which folders of a plugin are public, and where.
func shares(cfg site.Config, p plugin.Plugin) []share {
	var out []share
	if c := p.Client; c != nil {
		out = append(out, share{from: c.Dir, to: path.Join(cfg.Base, pluginOutput(c))})
		if p.Layout == "kloudspeaker" {
			out = append(out, share{from: path.Join(p.Dir, "localization"), to: path.Join(cfg.Base, pluginOutput(c), "localization")})
		}
	}
	if p.Assets != "" {
		s := share{from: p.Assets, to: path.Join("plugins", strings.ToLower(strings.ReplaceAll(p.ID, ".", "/")), "assets"), scripts: true}
		if p.Client != nil {
			s.skip = p.Client.Dir
		}
		out = append(out, s)
	}
	return out
}

// publicPath returns where the plugin's file is in the output.
func publicPath(cfg site.Config, p plugin.Plugin, file string) string {
	for _, s := range slices.Backward(shares(cfg, p)) {
		if rest, ok := strings.CutPrefix(file, s.from+"/"); ok {
			return path.Join(s.to, rest)
		}
	}
	return file
}

// assets returns what the active plugins and the application's packages have
// besides modules: styles, pictures, texts.
func (b *build) assets(cfg site.Config, set plugin.Set, ds *diag.List) []File {
	var out []File
	for _, p := range set.Active {
		for _, s := range shares(cfg, p) {
			out = append(out, b.share(s, ds)...)
		}
	}
	for _, p := range hostPackages(cfg, "") {
		out = append(out, b.share(share{from: p.Location, to: path.Join(cfg.Base, p.Output)}, ds)...)
	}
	return out
}

func (b *build) share(s share, ds *diag.List) []File {
	var out []File
	err := fs.WalkDir(b.src, s.from, func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			if !errors.Is(err, fs.ErrNotExist) {
				ds.Add(unreadable(name, err))
			}
			return nil
		}
		if d.IsDir() && name != s.from && (strings.HasPrefix(d.Name(), ".") || d.Name() == "node_modules") {
			return fs.SkipDir
		}
		script := s.scripts && path.Ext(name) == ".js" && !strings.HasPrefix(name, s.skip+"/")
		if !d.Type().IsRegular() || !isPublic(name) && !script {
			return nil
		}
		data, err := readAsset(b.src, name)
		if err != nil {
			ds.Add(unreadable(name, err))
			return nil
		}
		out = append(out, File{Path: path.Join(s.to, strings.TrimPrefix(name, s.from)), Data: data, Source: name})
		return nil
	})
	if err != nil {
		ds.Add(unreadable(s.from, err))
	}
	return out
}

func readAsset(src fs.FS, name string) ([]byte, error) {
	info, err := fs.Stat(src, name)
	switch {
	case err != nil:
		return nil, err
	case !info.Mode().IsRegular():
		return nil, errors.New("not a regular file")
	case info.Size() > maxAsset:
		return nil, fmt.Errorf("larger than %d MiB", maxAsset>>20)
	}
	return fs.ReadFile(src, name)
}
