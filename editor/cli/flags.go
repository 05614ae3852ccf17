package cli

import (
	"fmt"
	"io"
	"strconv"
	"strings"
)

// option is one --name of a command.
type option struct {
	name  string
	value string // what the value is called; empty for a switch
	many  bool   // may be given several times
	about string
}

// command is one word after the program's name.
type command struct {
	name    string
	args    string
	about   string
	more    string // further lines of its help
	min     int
	max     int  // -1 means any number
	dashes  bool // arguments may begin with one dash
	options []option
	run     func(*call) error
}

func (c *command) synopsis() string {
	var b strings.Builder
	b.WriteString("lanyard " + c.name)
	if c.args != "" {
		b.WriteString(" " + c.args)
	}
	for _, o := range c.options {
		s := "--" + o.name
		if o.value != "" {
			s += " " + o.value
		}
		b.WriteString(" [" + s + "]")
		if o.many {
			b.WriteString("…")
		}
	}
	return b.String()
}

func (c *command) option(name string) *option {
	for i := range c.options {
		if c.options[i].name == name {
			return &c.options[i]
		}
	}
	return nil
}

// parse takes options wherever they stand; all after -- are arguments.
func (c *call) parse(args []string) error {
	c.flags = map[string][]string{}
	for len(args) > 0 {
		a := args[0]
		args = args[1:]
		if a == "--" {
			c.args = append(c.args, args...)
			break
		}
		if a == "-h" {
			a = "--help"
		}
		if !strings.HasPrefix(a, "--") {
			if strings.HasPrefix(a, "-") && len(a) > 1 && !number(a) && !c.cmd.dashes {
				return usagef("unknown option %q", a)
			}
			c.args = append(c.args, a)
			continue
		}
		name, value, given := strings.Cut(a[2:], "=")
		if name == "help" {
			c.flags["help"] = []string{""}
			return nil
		}
		o := c.cmd.option(name)
		switch {
		case o == nil:
			return usagef("unknown option %q", "--"+name)
		case o.value == "" && given:
			return usagef("--%s takes no value", name)
		case o.value != "" && !given:
			if len(args) == 0 {
				return usagef("--%s needs a value: %s", name, o.value)
			}
			value, args = args[0], args[1:]
		}
		if len(c.flags[name]) > 0 && !o.many {
			return usagef("--%s is given twice", name)
		}
		c.flags[name] = append(c.flags[name], value)
	}
	switch {
	case len(c.args) < c.cmd.min:
		return usagef("%s needs %s", c.cmd.name, c.cmd.args)
	case c.cmd.max >= 0 && len(c.args) > c.cmd.max:
		return usagef("%q is too much", c.args[c.cmd.max])
	}
	return nil
}

// number keeps a value such as -1 from being an option.
func number(s string) bool {
	_, err := strconv.ParseFloat(s, 64)
	return err == nil
}

func (c *call) has(name string) bool { return len(c.flags[name]) > 0 }

func (c *call) text(name string) string {
	if v := c.flags[name]; len(v) > 0 {
		return v[0]
	}
	return ""
}

// whole reads a whole number between low and high; zero where it is not given.
func (c *call) whole(name string, low, high int) (int, error) {
	if !c.has(name) {
		return 0, nil
	}
	n, err := strconv.Atoi(c.text(name))
	if err != nil || n < low || n > high {
		return 0, usagef("--%s: %q is no number from %d to %d", name, c.text(name), low, high)
	}
	return n, nil
}

func (c *call) usage(w io.Writer) {
	fmt.Fprintf(w, "usage: %s\n\n%s\n", c.cmd.synopsis(), c.cmd.about)
	if c.cmd.more != "" {
		fmt.Fprintf(w, "%s\n", c.cmd.more)
	}
	if len(c.cmd.options) > 0 {
		fmt.Fprintln(w)
	}
	for _, o := range c.cmd.options {
		name := "--" + o.name
		if o.value != "" {
			name += " " + o.value
		}
		fmt.Fprintf(w, "  %-18s %s\n", name, o.about)
	}
}
