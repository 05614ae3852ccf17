package cli

import (
	"fmt"
	"strings"
)

func runCompletion(c *call) error {
	switch c.args[0] {
	case "bash":
		c.bash()
	case "zsh":
		c.zsh()
	case "fish":
		c.fish()
	default:
		return usagef("no completion for %q; there is bash, zsh and fish", c.args[0])
	}
	return nil
}

// words are the fixed arguments of a command, after its name.
func words(name string) []string {
	switch name {
	case "photo":
		return []string{"add", "clean"}
	case "schedule":
		return []string{"show", "skeleton", "place"}
	case "tags":
		return []string{"rename", "merge", "delete"}
	case "completion":
		return []string{"bash", "zsh", "fish"}
	case "help":
		var names []string
		for _, cmd := range commands() {
			names = append(names, cmd.name)
		}
		return names
	}
	return nil
}

func names() string { return strings.Join(words("help"), " ") }

func optionsOf(cmd *command) string {
	var out []string
	for _, o := range cmd.options {
		out = append(out, "--"+o.name)
	}
	return strings.Join(append(out, "--help"), " ")
}

func (c *call) bash() {
	fmt.Fprint(c.out, `# bash completion of lanyard; use it with: source <(lanyard completion bash)
_lanyard() {
	local cur=${COMP_WORDS[COMP_CWORD]} options= words=
	if ((COMP_CWORD == 1)); then
		COMPREPLY=($(compgen -W "`+names()+`" -- "$cur") $(compgen -f -- "$cur"))
		return
	fi
	case ${COMP_WORDS[1]} in
`)
	for _, cmd := range commands() {
		fmt.Fprintf(c.out, "\t%s) options=%q words=%q ;;\n", cmd.name, optionsOf(cmd), strings.Join(words(cmd.name), " "))
	}
	fmt.Fprint(c.out, `	esac
	case $cur in
	-*) COMPREPLY=($(compgen -W "$options" -- "$cur")) ;;
	*)
		if ((COMP_CWORD == 2)) && [[ $words ]]; then
			COMPREPLY=($(compgen -W "$words" -- "$cur"))
		else
			COMPREPLY=($(compgen -f -- "$cur"))
		fi
		;;
	esac
}
complete -o filenames -F _lanyard lanyard
`)
}

func (c *call) zsh() {
	fmt.Fprint(c.out, "#compdef lanyard\n# zsh completion of lanyard; use it with: source <(lanyard completion zsh)\n_lanyard() {\n"+
		"\tif (( CURRENT == 2 )); then\n\t\tlocal -a commands=(\n")
	for _, cmd := range commands() {
		fmt.Fprintf(c.out, "\t\t\t%s\n", quoteZsh(cmd.name+":"+cmd.about))
	}
	fmt.Fprint(c.out, "\t\t)\n\t\t_describe command commands\n\t\t_files\n\t\treturn\n\tfi\n\tcase $words[2] in\n")
	for _, cmd := range commands() {
		fmt.Fprintf(c.out, "\t%s) _arguments", cmd.name)
		for _, o := range cmd.options {
			spec := "--" + o.name + "[" + strings.NewReplacer("[", "(", "]", ")", ":", ";").Replace(o.about) + "]"
			if o.many {
				spec = "*" + spec
			}
			if o.value != "" {
				spec += ":" + o.value + ":_files"
			}
			fmt.Fprintf(c.out, " %s", quoteZsh(spec))
		}
		if w := words(cmd.name); w != nil {
			fmt.Fprintf(c.out, " %s", quoteZsh("2:argument:("+strings.Join(w, " ")+")"))
		}
		fmt.Fprint(c.out, " '*:file:_files' ;;\n")
	}
	fmt.Fprint(c.out, "\tesac\n}\ncompdef _lanyard lanyard\n")
}

func quoteZsh(s string) string { return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'" }

func (c *call) fish() {
	fmt.Fprint(c.out, "# fish completion of lanyard; use it with: lanyard completion fish | source\n")
	for _, cmd := range commands() {
		fmt.Fprintf(c.out, "complete -c lanyard -n __fish_use_subcommand -a %s -d %s\n", cmd.name, quoteFish(cmd.about))
		seen := "'__fish_seen_subcommand_from " + cmd.name + "'"
		for _, o := range cmd.options {
			value := ""
			if o.value != "" {
				value = " -r"
			}
			fmt.Fprintf(c.out, "complete -c lanyard -n %s -l %s%s -d %s\n", seen, o.name, value, quoteFish(o.about))
		}
		if w := words(cmd.name); w != nil {
			fmt.Fprintf(c.out, "complete -c lanyard -n %s -a '%s'\n", seen, strings.Join(w, " "))
		}
	}
}

func quoteFish(s string) string {
	return "'" + strings.NewReplacer(`\`, `\\`, "'", `\'`).Replace(s) + "'"
}
