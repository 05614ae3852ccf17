package cli

import (
	"fmt"
	"strings"
	"text/tabwriter"
)

// The options that several commands share.
var (
	jsonOption  = option{name: "json", about: "print one JSON value"}
	dryOption   = option{name: "dry-run", about: "change nothing; print the change as a diff"}
	forceOption = option{name: "force", about: "replace what an earlier export left there"}
)

// commands is the one table behind dispatch, help and completion.
func commands() []*command {
	return []*command{
		{
			name: "new", args: "TITLE", about: "makes a leaf bundle SLUG/index.md and prints its path; never overwrites",
			more: "Without --in the post goes to the section with the newest posts of the site around the current folder. It is written\n" +
				"after the section's archetype where the site has one, else as its newest posts are. What of an archetype cannot\n" +
				"be evaluated is named on standard error and left empty.",
			min: 1, max: 1, run: runNew, options: []option{
				{name: "in", value: "DIR", about: "the folder that gets the bundle"},
				{name: "slug", value: "S", about: "the bundle's name; made from the title without"},
				{name: "date", value: "D", about: "such as 2026-03-22 or 2026-03-22T09:00:00+01:00; now without"},
				{name: "tag", value: "T", many: true, about: "a tag; may be repeated"},
				{name: "author", value: "A", many: true, about: "an author; may be repeated"},
				{name: "of", value: "POST", about: "make the translation of this post: a draft with its text and its photos"},
				{name: "lang", value: "LANG", about: "the language of the translation, one of the site's"},
			},
		},
		{
			name: "get", args: "POST [KEY]", about: "prints a value of the front matter (a list one item a line), or all keys",
			more: "Dots in KEY lead into maps; \\. is a dot.",
			min:  1, max: 2, run: runGet, options: []option{jsonOption},
		},
		{
			name: "set", args: "POST KEY VALUE…", about: "changes one key of the front matter and not a byte more",
			more: "The type that is there stays. An absent key that Hugo or the folder's posts have as a list becomes a list, a date a\n" +
				"date, true or false of a known switch a switch, all else a string. --json sets exactly the JSON value.",
			min: 3, max: -1, run: runSet, options: []option{{name: "json", about: "VALUE is one JSON value"}},
		},
		{name: "unset", args: "POST KEY", about: "removes a key of the front matter", min: 2, max: 2, run: runUnset},
		{
			name: "list", args: "[DIR]", about: "lists the posts: path, title, date, draft, tags, number of photos; newest first",
			max: 1, run: runList, options: []option{
				{name: "draft", about: "only drafts"},
				{name: "tag", value: "T", about: "only posts with this tag"},
				{name: "search", value: "TEXT", about: "only posts with this text in path, title, tags, authors or body"},
				jsonOption,
			},
		},
		{
			name: "mv", args: "POST NEW", about: "gives a post, or a section with all in it, another name or place; links follow",
			more: "POST is a bundle's folder, a single file or a section's folder; NEW is its new path, a folder that gets it, or a name alone. The\n" +
				"languages of a post move together. What other posts link, by path, address, ref or relref, leads to the new place, and a\n" +
				"published post keeps its old address as an alias. A post that changes meanwhile is left out and named. lanyard undo takes it back.",
			min: 2, max: 2, run: runMove, options: []option{
				{name: "alias", about: "an alias for drafts, too"},
				{name: "no-alias", about: "no alias for the old address"},
				dryOption, jsonOption,
			},
		},
		{
			name: "cp", args: "POST NEW", about: "makes a copy of a post, with its photos and languages: a draft of now; prints its path",
			more: "NEW is meant as with mv. Slug, url, aliases and the other dates do not go along.",
			min:  2, max: 2, run: runCopy, options: []option{{name: "title", value: "T", about: "the title of the copy; that of the post without"}},
		},
		{
			name: "rm", args: "POST…", about: "moves posts, or a section with all in it, to the system's trash",
			more: "The languages of a post go together. Other posts that link to it are named, and then nothing is removed without --force.",
			min:  1, max: -1, run: runRemove, options: []option{
				{name: "force", about: "also when other posts link to it"},
				{name: "dry-run", about: "only say what would go"},
			},
		},
		{
			name: "stats", args: "[DIR]", about: "counts posts, words and photos by month and by tag, and draws a calendar of the days with posts",
			more: "Posts in several languages are one post each. A word of Chinese is each of its characters, as Hugo counts.\n" +
				"The calendar has a row for each day of the week and a column for each week; a figure is the number of posts of a day.",
			max: 1, run: runStats, options: []option{
				{name: "year", value: "YEAR", about: "the months and the calendar of that year; all months, and the last year with posts, without"},
				jsonOption,
			},
		},
		{
			name: "tags", args: "[DIR]", about: "lists the tags with the number of pages that have them, and tags that differ by spelling only",
			more: "lanyard tags rename OLD NEW gives a tag another name in all posts, tags merge OLD… NEW makes one of several, and tags delete TAG…\n" +
				"takes tags out. Only that key's bytes change, in YAML, TOML and JSON; the page of the tag moves along, and links to it follow.\n" +
				"A post that changes meanwhile is left out and named. lanyard undo takes it back.",
			max: -1, run: runTags, options: []option{
				{name: "key", value: "KEY", about: "another taxonomy, such as categories"},
				{name: "in", value: "DIR", about: "the folder or site; the one around the current folder without"},
				{name: "no-alias", about: "no alias for the old address of the tag's page"},
				dryOption, jsonOption,
			},
		},
		{
			name: "undo", args: "[DIR]", about: "takes back the last mv or change of tags in the folder", max: 1, run: runUndo,
			options: []option{dryOption, jsonOption},
		},
		{
			name: "photo", args: "add POST FILE…", about: "imports photos: upright, small, without private data; appends their links and prints their names",
			more: "lanyard photo clean POST [FILE…] does the same to the photos that a post has already.\nEach photo is taken by itself; those refused are named, and the exit code is 1.",
			min:  2, max: -1, run: runPhoto, options: []option{
				{name: "max", value: "PIXELS", about: "longest side, 2048 without"},
				{name: "quality", value: "Q", about: "of JPEG from 1 to 100, 85 without"},
				{name: "keep-original", about: "keep each original in Lanyard's state folder"},
				{name: "at", value: "LINE", about: "insert the links before this line of the file"},
				{name: "bundle", about: "turn a single file into a bundle first"},
				jsonOption,
			},
		},
		{
			name: "check", args: "POST…", about: "lists what would embarrass the author, as PATH:LINE:COL: severity: code: message",
			more: "The exit code is 1 when there are errors, with --strict also when there are warnings.",
			min:  1, max: -1, run: runCheck, options: []option{
				{name: "strict", about: "warnings count as errors"},
				{name: "all", about: "also what many sites do on purpose, such as no summary"},
				jsonOption,
			},
		},
		{
			name: "preview", args: "POST", about: "writes what the preview pane shows, as a page or as a long picture",
			more: "A picture taller than 16,000 pixels is continued in numbered ones.",
			min:  1, max: 1, run: runPreview, options: []option{
				{name: "html", value: "FILE", about: "write a page"},
				{name: "png", value: "FILE", about: "write a picture"},
				{name: "embed", about: "put the pictures into the page, without their private data"},
				{name: "width", value: "PX", about: "of the picture, 900 without"},
				{name: "scale", value: "N", about: "that many pixels for each: 2 for sharp screens"},
				{name: "dark", about: "in the dark theme's colours"},
			},
		},
		{
			name: "export", args: "POST…", about: "writes the finished bundle: the post and only what it uses, without private data in photos",
			more: "All posts are exported or none. --out is a folder that gets SLUG/index.md, with --zip a zip file. --to list names the targets.",
			max:  -1, run: runExport, options: []option{
				{name: "to", value: "TARGET", about: "for which program; hugo without"},
				{name: "out", value: "DIR", about: "where to; a zip file with --zip"},
				{name: "zip", about: "write a zip file"},
				forceOption,
				jsonOption,
			},
		},
		{
			name: "search", args: "QUERY [DIR]", about: "looks in all posts of a folder, and prints PATH:LINE:COL: TEXT",
			more: "Words must all occur, in any case and width; \"phrases\", -not, /regular expressions/, and tag:, author:, section:, lang:,\n" +
				"before:2019-06, after:2019, draft:yes, has:photo. The exit code is 1 when nothing is found.",
			min: 1, max: 2, dashes: true, run: runSearch, options: []option{jsonOption},
		},
		{
			name: "status", args: "[DIR]", about: "says of each post whether it is not kept, kept, sent or live: see keep, publish and live",
			more: "Not kept: something of it is in no commit. Kept: it is in a commit of this computer alone. Sent: the other side has it.",
			max:  1, run: runStatus, options: []option{jsonOption},
		},
		{
			name: "keep", args: "POST…", about: "makes a Git commit of these posts and nothing else",
			more: "What is staged besides stays staged. Drafts, dates in the future, errors of the check and files above 100 MB stop it.",
			min:  1, max: -1, run: runKeep, options: publishOptions(),
		},
		{
			name: "publish", args: "POST…", about: "keeps these posts and sends the branch to the one that it follows",
			more: "The other side is asked first; where it has more, that is taken over, or merged with what is here. A merge that comes to a\n" +
				"conflict is taken back. Nothing is forced, and what was kept stays kept when it cannot be sent.",
			min: 1, max: -1, run: runPublish, options: publishOptions(),
		},
		{
			name: "schedule", args: "show FILE…", about: "shows the programme of a conference: iCalendar, frab, pretalx, Sessionize, OPass and others, or a table",
			more: "lanyard schedule skeleton FILE… POST writes a section for each session into a post, in order; a section that is there is found by\n" +
				"its title and gets the links that it lacks. Several files become one schedule. What is doubtful is named on standard error.\n" +
				"Times are those of the venue; where a file does not tell its zone, --zone does.\n" +
				"lanyard schedule place [FILE…] POST moves the photos of a post into the sections of the talks in which they were taken. Each\n" +
				"camera has one clock: --photo says to which session one of its photos belongs, --shift how far it was off; either is remembered\n" +
				"for that conference, and --shift CAMERA=0 forgets it. Without FILE the schedule is that of the post's last skeleton.",
			min: 1, max: -1, run: runSchedule, options: []option{
				{name: "zone", value: "Z", about: "the venue's time zone, such as Asia/Shanghai"},
				{name: "only", value: "ID,…", many: true, about: "of skeleton: these sessions; all but breaks without"},
				{name: "lang", value: "LANG", about: "of skeleton: the language of titles, zh or en"},
				{name: "photo", value: "NAME=ID", many: true, about: "of place: this photo is of that session; its camera's clock is shifted so"},
				{name: "shift", value: "CAMERA=+8h2m", many: true, about: "of place: what to add to the clock of a camera"},
				{name: "offset", about: "of place: where a photo tells its offset from UTC, that counts, not its wall clock"},
				{name: "dry-run", about: "of place: only say what would move"},
				{name: "template", value: "FILE", about: "of skeleton: a section with {title}, {speakers}, {room}, {time}, {link}, {slides}, {video}, {abstract}"},
				jsonOption,
			},
		},
		{
			name: "note", args: "POST TEXT…", about: "adds a line with the time to the section of the talk that is on; between talks to that of the hallway",
			more: "The talk is one of the schedule of the post's last skeleton, of those that have a section in the post.",
			min:  2, max: -1, run: runNote, options: []option{
				{name: "schedule", value: "FILE", many: true, about: "the schedule, where none is known of the post"},
				{name: "zone", value: "Z", about: "the venue's time zone, such as Asia/Shanghai"},
				{name: "time", value: "TIME", about: "of another time than now, on the venue's clock: 14:32 or 2019-06-25 14:32"},
				{name: "lang", value: "LANG", about: "of the hallway's title, zh or en"},
				jsonOption,
			},
		},
		{
			name: "live", args: "POST", about: "looks at the post's page on the web until it holds this version",
			more: "It asks the address that the site's configuration gives, with growing pauses. The answers are live, older, not yet, failing,\n" +
				"offline and refused; the exit code is 0 for live alone. What was live and sent is live in status until it is changed.",
			min: 1, max: 1, run: runLive, options: []option{
				{name: "wait", value: "TIME", about: "such as 90s or 1h, 10m without; 0 looks once"},
				{name: "base", value: "URL", about: "the site's address, where its configuration has another"},
				jsonOption,
			},
		},
		{
			name: "serve", args: "[DIR]", about: "shows the site as its own Hugo builds it, with drafts; prints the address, of a post its page's",
			more: "The pages go into the cache, never into the site. A build that fails is printed as check prints findings, and the server goes\n" +
				"on where Hugo does. It ends with an interrupt.",
			max: 1, run: runServe, options: []option{
				{name: "port", value: "N", about: "to listen at; a free one without"},
				{name: "hugo", value: "PROGRAM", about: "another Hugo than the installed one"},
				{name: "verbose", about: "also what Hugo says, on standard error"},
			},
		},
		{name: "sample", args: "DIR", about: "writes a small site with a finished post, to look at; never overwrites", min: 1, max: 1, run: runSample},
		{name: "version", about: "prints the version", run: runVersion},
		{name: "help", args: "[COMMAND]", about: "explains the commands", max: 1, run: runHelp},
		{name: "completion", args: "SHELL", about: "prints the completion script for bash, zsh or fish", min: 1, max: 1, run: runCompletion},
	}
}

func publishOptions() []option {
	return []option{
		{name: "message", value: "TEXT", about: "what the commit says; a line with the title without"},
		{name: "dry-run", about: "only say what would be kept and sent, and what stands in the way"},
		jsonOption,
	}
}

// find gives the command of that name, or nil.
func find(name string, rest []string) (*command, []string) {
	for _, c := range commands() {
		if c.name == name {
			return c, rest
		}
	}
	return nil, rest
}

func runVersion(c *call) error {
	fmt.Fprintf(c.out, "lanyard %s\n", c.env.Version)
	return nil
}

func runHelp(c *call) error {
	if len(c.args) == 1 {
		cmd, _ := find(c.args[0], nil)
		if cmd == nil {
			return usagef("no command %q", c.args[0])
		}
		(&call{cmd: cmd}).usage(c.out)
		return nil
	}
	fmt.Fprint(c.out, "Lanyard turns conference notes and phone photos into a finished post for a static site.\n\n"+
		"usage: lanyard [PATH]   opens the window on a content folder, a site or a post\n")
	w := tabwriter.NewWriter(c.out, 0, 0, 3, ' ', 0)
	for _, cmd := range commands() {
		fmt.Fprintf(w, "       lanyard %s\t%s\n", strings.TrimSpace(cmd.name+" "+cmd.args), cmd.about)
	}
	w.Flush()
	fmt.Fprint(c.out, "\nPOST is a bundle's folder, its index.md, or a single Markdown file. \"lanyard help COMMAND\" tells the options.\n"+
		"Exit codes: 0 done, 1 something was found or refused, 2 wrong usage, 3 reading or writing failed.\n")
	return nil
}
