import { config } from "zod";

// zod would try whether it may make code at run time, which the page's security policy forbids. To be set before any schema.
config({ jitless: true });
