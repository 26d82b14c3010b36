// Answers says what BuildKit says of Dockerfiles and ignore files, one JSON object a line.
//
// It calls the parser, the instruction parser, the converter and the linter as a build does, with
// a stub in place of the registry: every image exists for every platform. It is compiled inside a
// checkout of moby/buildkit; scripts/compare-buildkit does that.
package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	gofs "io/fs"
	"os"
	"strings"

	"github.com/containerd/platforms"
	"github.com/moby/buildkit/client/llb"
	"github.com/moby/buildkit/client/llb/sourceresolver"
	"github.com/moby/buildkit/frontend/dockerfile/dockerfile2llb"
	"github.com/moby/buildkit/frontend/dockerfile/instructions"
	"github.com/moby/buildkit/frontend/dockerfile/linter"
	"github.com/moby/buildkit/frontend/dockerfile/parser"
	"github.com/moby/buildkit/frontend/dockerui"
	"github.com/moby/buildkit/solver/pb"
	"github.com/moby/patternmatcher/ignorefile"
	digest "github.com/opencontainers/go-digest"
	ocispecs "github.com/opencontainers/image-spec/specs-go/v1"
	"github.com/tonistiigi/fsutil"
)

type object = map[string]any

// question is one line of the input: a Dockerfile, or a folder with the text of its ignore file.
type question struct {
	Source   string            `json:"source"`
	Target   string            `json:"target"`
	Platform string            `json:"platform"`
	Args     map[string]string `json:"args"`
	Folder   string            `json:"folder"`
	Ignore   string            `json:"ignore"`
}

type registry struct{}

func (registry) ResolveImageConfig(_ context.Context, ref string, opt sourceresolver.Opt) (string, digest.Digest, []byte, error) {
	platform := ocispecs.Platform{OS: "linux", Architecture: "amd64"}
	if opt.ImageOpt != nil && opt.ImageOpt.Platform != nil {
		platform = *opt.ImageOpt.Platform
	}
	config := object{"Env": []string{"PATH=/usr/local/bin:/usr/bin:/bin"}, "Cmd": []string{"python3"}}
	if platform.OS == "windows" {
		config = object{"Env": []string{`PATH=C:\Windows\system32;C:\Windows`}, "Cmd": []string{`c:\windows\system32\cmd.exe`}}
	}
	image := object{"os": platform.OS, "architecture": platform.Architecture, "config": config, "rootfs": object{"type": "layers"}}
	if platform.Variant != "" {
		image["variant"] = platform.Variant
	}
	text, err := json.Marshal(image)
	return ref, digest.FromString(ref), text, err
}

func failure(err error) any {
	if err == nil {
		return nil
	}
	answer := object{"text": err.Error(), "line": nil}
	var located *parser.LocationError
	if errors.As(err, &located) && len(located.Locations) > 0 && len(located.Locations[0]) > 0 {
		answer["line"] = located.Locations[0][0].Start.Line
	}
	return answer
}

// words are the arguments of an instruction; those of a sub-command stand one level deeper.
func words(node *parser.Node) []string {
	all := []string{}
	next := node.Next
	if next != nil && len(next.Children) > 0 {
		next = next.Children[0]
	}
	for ; next != nil; next = next.Next {
		all = append(all, next.Value)
	}
	return all
}

func parsed(source string) object {
	result, err := parser.Parse(strings.NewReader(source))
	if err != nil {
		return object{"error": failure(err)}
	}
	quiet := func() *linter.Linter { return linter.New(&linter.Config{}) }
	all := []object{}
	for _, node := range result.AST.Children {
		documents := []object{}
		for _, it := range node.Heredocs {
			documents = append(documents, object{"name": it.Name, "expand": it.Expand, "chomp": it.Chomp, "content": it.Content})
		}
		_, err := instructions.ParseInstructionWithLinter(node, quiet())
		all = append(all, object{
			"keyword": node.Value, "start_line": node.StartLine, "end_line": node.EndLine,
			"logical": node.Original, "flags": node.Flags, "json": node.Attributes["json"],
			"comments": node.PrevComment, "args": words(node), "heredocs": documents,
			"refused": err != nil,
		})
	}
	_, _, err = instructions.Parse(result.AST, quiet())
	return object{"instructions": all, "error": failure(err)}
}

type warning struct {
	Rule   string `json:"rule"`
	Line   int    `json:"line"`
	Detail string `json:"detail"`
}

func asked(q question, warnings *[]warning) (dockerfile2llb.ConvertOpt, error) {
	opt := dockerfile2llb.ConvertOpt{MetaResolver: registry{}}
	builder := []ocispecs.Platform{{OS: "linux", Architecture: "amd64"}}
	opt.Config = dockerui.Config{BuildArgs: q.Args, Target: q.Target, BuildPlatforms: builder}
	if q.Platform != "" {
		platform, err := platforms.Parse(q.Platform)
		if err != nil {
			return opt, err
		}
		opt.TargetPlatform = &platform
	}
	opt.SourceMap = llb.NewSourceMap(nil, "Dockerfile", "Dockerfile", []byte(q.Source))
	opt.SourceMap.Definition = &llb.Definition{}
	opt.Warn = func(rule, _, _, detail string, at []parser.Range) {
		line := 0
		if len(at) > 0 {
			line = at[0].Start.Line
		}
		*warnings = append(*warnings, warning{rule, line, detail})
	}
	return opt, nil
}

func built(q question) (answer object) {
	answer = object{}
	// BuildKit itself can panic on a file; that is no answer.
	defer func() {
		if reason := recover(); reason != nil {
			answer["panic"] = fmt.Sprint(reason)
		}
	}()
	warnings := []warning{}
	opt, err := asked(q, &warnings)
	if err != nil {
		return object{"error": failure(err)}
	}
	result, err := dockerfile2llb.Dockerfile2LLB(context.Background(), []byte(q.Source), opt)
	answer["warnings"], answer["error"] = warnings, failure(err)
	if err != nil {
		return answer
	}
	answer["config"] = result.Image.Config
	history := []object{}
	for _, it := range result.Image.History {
		history = append(history, object{"created_by": it.CreatedBy, "empty": it.EmptyLayer})
	}
	answer["history"] = history
	definition, err := result.State.Marshal(context.Background(), llb.LinuxAmd64)
	if err != nil {
		answer["error"] = failure(fmt.Errorf("marshal: %w", err))
		return answer
	}
	runs, copies := []object{}, []object{}
	for _, encoded := range definition.Def {
		var op pb.Op
		if err := op.UnmarshalVT(encoded); err != nil {
			panic(err)
		}
		switch op := op.Op.(type) {
		case *pb.Op_Exec:
			meta := op.Exec.Meta
			runs = append(runs, object{"argv": meta.Args, "env": meta.Env, "cwd": meta.Cwd, "user": meta.User})
		case *pb.Op_File:
			for _, action := range op.File.Actions {
				if it, ok := action.Action.(*pb.FileAction_Copy); ok {
					copies = append(copies, object{
						"src": it.Copy.Src, "dest": it.Copy.Dest, "unpack": it.Copy.AttemptUnpackDockerCompatibility,
						"include": it.Copy.IncludePatterns, "exclude": it.Copy.ExcludePatterns, "required": it.Copy.RequiredPaths,
					})
				}
			}
		}
	}
	answer["runs"], answer["copies"] = runs, copies
	return answer
}

func checked(q question) (answer object) {
	answer = object{}
	defer func() {
		if reason := recover(); reason != nil {
			answer["panic"] = fmt.Sprint(reason)
		}
	}()
	opt, err := asked(q, &[]warning{})
	if err != nil {
		return object{"panic": err.Error()}
	}
	result, err := dockerfile2llb.DockerfileLint(context.Background(), []byte(q.Source), opt)
	if err != nil {
		return object{"panic": err.Error()}
	}
	warnings := []warning{}
	for _, it := range result.Warnings {
		line := 0
		if it.Location != nil && len(it.Location.Ranges) > 0 {
			line = int(it.Location.Ranges[0].Start.Line)
		}
		warnings = append(warnings, warning{it.RuleName, line, it.Detail})
	}
	answer["warnings"] = warnings
	return answer
}

// sent are the files and folders that a client sends of a folder.
func sent(q question) object {
	patterns, err := ignorefile.ReadAll(strings.NewReader(q.Ignore))
	if err != nil {
		return object{"error": err.Error()}
	}
	folder, err := fsutil.NewFS(q.Folder)
	if err != nil {
		return object{"error": err.Error()}
	}
	paths := []string{}
	filtered, err := fsutil.NewFilterFS(folder, &fsutil.FilterOpt{ExcludePatterns: patterns})
	if err == nil {
		err = filtered.Walk(context.Background(), "", func(path string, entry gofs.DirEntry, err error) error {
			if err == nil && !entry.IsDir() {
				paths = append(paths, path)
			}
			return err
		})
	}
	if err != nil {
		return object{"error": err.Error()}
	}
	return object{"paths": paths}
}

func main() {
	input := bufio.NewReaderSize(os.Stdin, 1<<20)
	output := json.NewEncoder(os.Stdout)
	output.SetEscapeHTML(false)
	for {
		line, end := input.ReadBytes('\n')
		if len(bytes.TrimSpace(line)) > 0 {
			var q question
			if err := json.Unmarshal(line, &q); err != nil {
				panic(err)
			}
			answer := object{}
			if q.Folder != "" {
				answer["sent"] = sent(q)
			} else {
				answer = object{"parse": parsed(q.Source), "facts": built(q), "checks": checked(q)}
			}
			if err := output.Encode(answer); err != nil {
				panic(err)
			}
		}
		if end != nil {
			return
		}
	}
}
