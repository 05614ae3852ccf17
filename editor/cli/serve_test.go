package cli_test

import (
	"bufio"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
)

// serveCommand runs lanyard serve until its first line, interrupts it, and leaves the line in the file served: serve ARGUMENT….
func serveCommand(ts *testscript.TestScript, neg bool, args []string) {
	if neg {
		ts.Fatalf("serve has no negation")
	}
	program := ""
	for _, dir := range filepath.SplitList(ts.Getenv("PATH")) { // of the script, which has the program first
		if _, err := os.Stat(filepath.Join(dir, "lanyard")); err == nil && program == "" {
			program = filepath.Join(dir, "lanyard")
		}
	}
	cmd := exec.Command(program, append([]string{"serve"}, args...)...)
	cmd.Dir = ts.MkAbs(".")
	for _, name := range []string{"PATH", "HOME", "LANYARD_STATE", "TZ", "LANG", "TMPDIR"} {
		cmd.Env = append(cmd.Env, name+"="+ts.Getenv(name))
	}
	out, err := cmd.StdoutPipe()
	ts.Check(err)
	var said strings.Builder
	cmd.Stderr = &said
	ts.Check(cmd.Start())
	end := time.AfterFunc(time.Minute, func() { _ = cmd.Process.Kill() })
	defer end.Stop()
	line, _ := bufio.NewReader(out).ReadString('\n')
	if runtime.GOOS == "windows" {
		_ = cmd.Process.Kill()
	} else {
		_ = cmd.Process.Signal(os.Interrupt)
	}
	err = cmd.Wait()
	ts.Logf("it said %q and ended with %v", said.String(), err)
	if err != nil && strings.HasPrefix(line, "http") && runtime.GOOS != "windows" {
		ts.Fatalf("an interrupt is no failure")
	}
	ts.Check(os.WriteFile(ts.MkAbs("served"), []byte(line), 0o666))
	ts.Check(os.WriteFile(ts.MkAbs("said"), []byte(said.String()), 0o666))
}
