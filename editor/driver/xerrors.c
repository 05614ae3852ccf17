//go:build linux && x11 && !ci

#include <X11/Xlib.h>
#include <unistd.h>

#include "xerrors.h"

static int out = -1; // the pipe to the log; it does not block

// failed stands in for Xlib's own handler, which ends the program. It is called in the middle of any call of Xlib.
static int failed(Display *display, XErrorEvent *e) {
	struct xerror x = {.code = e->error_code, .request = e->request_code, .resource = e->resourceid};
	XGetErrorText(display, e->error_code, x.text, sizeof x.text);
	if (write(out, &x, sizeof x) < 0)
		return 0; // more errors than anybody reads
	return 0;
}

void guard(int pipe) {
	out = pipe;
	XSetErrorHandler(failed);
}
