const places = [
  ['tool', 'Images and picture'],
  ['plane', 'Decoupling plane'],
  ['settings', 'Settings'],
  ['how-it-works', 'How it works'],
] as const;

/** Who goes by keyboard need not go through everything: seen while the focus is on them, as the first of the page. */
export function SkipLinks() {
  return (
    <nav className="skip-links" aria-label="Skip to">
      <span aria-hidden="true">Skip to</span>
      {places.map(([id, name]) => (
        <a key={id} href={`#${id}`}>
          {name}
        </a>
      ))}
    </nav>
  );
}
