/* The tools that hello's last stage needs, in one program: it does what the name it is called by says. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static const char *tool;

static int failed(const char *what)
{
	fprintf(stderr, "%s: %s: %s\n", tool, what, strerror(errno));
	return 1;
}

static int usage(const char *arguments)
{
	fprintf(stderr, "usage: %s %s\n", tool, arguments);
	return 2;
}

/* Everything that can be read from one file goes to another. */
static int copy(int in, int out)
{
	char buffer[65536];
	ssize_t got;

	while ((got = read(in, buffer, sizeof buffer)) > 0) {
		ssize_t put = 0;
		while (put < got) {
			ssize_t n = write(out, buffer + put, got - put);
			if (n < 0)
				return -1;
			put += n;
		}
	}
	return got < 0 ? -1 : 0;
}

static int cat(int count, char **files)
{
	if (count == 0 && copy(STDIN_FILENO, STDOUT_FILENO) < 0)
		return failed("standard input");
	for (int i = 0; i < count; i++) {
		int in = open(files[i], O_RDONLY);
		if (in < 0 || copy(in, STDOUT_FILENO) < 0)
			return failed(files[i]);
		close(in);
	}
	return 0;
}

static int change_mode(int count, char **arguments)
{
	char *end;
	unsigned long mode;

	if (count < 2)
		return usage("OCTAL-MODE FILE...");
	mode = strtoul(arguments[0], &end, 8);
	if (end == arguments[0] || *end != '\0' || mode > 07777)
		return usage("OCTAL-MODE FILE...");
	for (int i = 1; i < count; i++)
		if (chmod(arguments[i], mode) < 0)
			return failed(arguments[i]);
	return 0;
}

static int copy_file(int count, char **files)
{
	struct stat from;
	int in, out;

	if (count != 2)
		return usage("FROM TO");
	in = open(files[0], O_RDONLY);
	if (in < 0 || fstat(in, &from) < 0)
		return failed(files[0]);
	out = open(files[1], O_WRONLY | O_CREAT | O_TRUNC, from.st_mode & 0777);
	if (out < 0 || copy(in, out) < 0 || close(out) < 0)
		return failed(files[1]);
	return 0;
}

static int make_link(int count, char **arguments)
{
	if (count != 3 || strcmp(arguments[0], "-s") != 0)
		return usage("-s TARGET LINK");
	return symlink(arguments[1], arguments[2]) < 0 ? failed(arguments[2]) : 0;
}

/* Makes a directory with all that lead to it; those that are there are left alone. */
static int make_path(char *path)
{
	for (char *at = strchr(path + (path[0] == '/'), '/'); at != NULL; at = strchr(at + 1, '/')) {
		*at = '\0';
		int made = mkdir(path, 0777);
		*at = '/';
		if (made < 0 && errno != EEXIST)
			return -1;
	}
	return mkdir(path, 0777) < 0 && errno != EEXIST ? -1 : 0;
}

static int make_directories(int count, char **paths)
{
	if (count < 2 || strcmp(paths[0], "-p") != 0)
		return usage("-p DIRECTORY...");
	for (int i = 1; i < count; i++)
		if (make_path(paths[i]) < 0)
			return failed(paths[i]);
	return 0;
}

int main(int count, char **arguments)
{
	static const struct {
		const char *name;
		int (*run)(int count, char **arguments);
	} tools[] = {
		{ "cat", cat },
		{ "chmod", change_mode },
		{ "cp", copy_file },
		{ "ln", make_link },
		{ "mkdir", make_directories },
	};
	char *slash = strrchr(arguments[0], '/');

	tool = slash == NULL ? arguments[0] : slash + 1;
	for (size_t i = 0; i < sizeof tools / sizeof *tools; i++)
		if (strcmp(tool, tools[i].name) == 0)
			return tools[i].run(count - 1, arguments + 1);
	fprintf(stderr, "%s: not one of cat, chmod, cp, ln, mkdir\n", tool);
	return 2;
}
