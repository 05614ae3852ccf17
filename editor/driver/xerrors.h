// An X error as it goes through the pipe: small enough to be written in one piece.
struct xerror {
	char text[96];
	int code, request;
	unsigned long resource;
};

// guard has X errors written to a pipe, which must not block; -1 drops them.
void guard(int pipe);
