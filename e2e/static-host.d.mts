import type { Server } from 'node:http';

/** A host as the simplest ones are: files of a folder under a sub-path, and no header but their type. */
export function hostStatically(folder: string, path: string, port: number): Promise<Server>;
