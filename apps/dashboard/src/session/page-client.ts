import { Client } from "@ascent/client";

/** Of the whole page: the browser's cookie speaks for who is signed in. */
export const pageClient = new Client({ url: "" });
