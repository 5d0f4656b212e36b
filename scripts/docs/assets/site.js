// Owns switching between light and dark; the choice is kept where the references keep theirs. Drawing is site.css.
{
  const root = document.documentElement;
  document.getElementById('theme')?.addEventListener('click', () => {
    const [from, to] = root.classList.contains('dark') ? ['dark', 'light'] : ['light', 'dark'];
    root.classList.remove(from);
    root.classList.add(to);
    try {
      localStorage.setItem('redoc.colorMode', to);
    } catch {
      // A browser that keeps nothing for this page: the choice holds until it is left.
      return;
    }
  });
}
