/** Ports are taken from the environment, so that several runs can share a machine. */
export const port = Number(process.env.PENUMBRA_PORT ?? 4173);

/** The built site as `vite preview` serves it, isolated by its headers. */
export const servedOrigin = `http://localhost:${port}`;

/** The same site as a host serves it that cannot set headers, under a path of its own. */
export const plainOrigin = `http://localhost:${Number(process.env.PENUMBRA_PLAIN_PORT ?? port + 1)}/sub/path`;
