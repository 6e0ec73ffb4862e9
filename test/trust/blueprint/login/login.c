#include <stdio.h>
#include <string.h>

/* Lets in whoever knows the password. */
int
main (int argc, char **argv)
{
  if (argc == 2 && strcmp (argv[1], "correct horse battery staple") == 0)
    return ! puts ("welcome");
  puts ("go away");
  return 1;
}
