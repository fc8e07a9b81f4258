// Pages of a measured site, as its owner would write them.

const snippet = (more = '') => `<script defer data-site="exemple.fr" ${more} src="/js/filrouge.js"></script>`
/** An ordinary page. */
export const plain = (
  title: string,
  more = '',
) => `<!doctype html><html lang="fr"><title>${title}</title>${snippet(more)}
  <h1>${title}</h1><a id="next" href="/contact">Contact</a> <a id="out" href="http://127.0.0.2:9/partenaire?client=4">Partenaire</a>
  <a id="file" href="/tarifs.pdf?v=2">Tarifs</a> <a id="picture" href="/ruche.html" download><b>Fiche</b></a>`

/** Everything measured, on a page that lets no script run but those it knows by their nonce. */
export const strict = `<!doctype html><html lang="fr"><title>Stricte</title>
  <script nonce="r4nd0m" defer data-site="exemple.fr" data-measure="outbound forms 404 scroll time vitals" src="/js/filrouge.js"></script>
  <h1>Stricte</h1><button id="press">Presser</button><form id="contact" action="/contact"><input name="secret" value="1"><button id="send">Envoyer</button></form>
  ${'<p>De la cire et du miel.</p>'.repeat(200)}`

/** A site whose pages are drawn by its own script: the address changes, the document does not. */
export const routed = `<!doctype html><html lang="fr"><title>Accueil</title>
  <script>window.filrouge = window.filrouge || function () { (filrouge.q = filrouge.q || []).push(arguments) }; filrouge('early', { props: { step: 1 } })</script>
  ${snippet()}<main></main><a id="miels" href="/app/miels">Miels</a> <a id="cire" href="/app/cire">Cire</a>
  <script>
    const draw = () => { document.title = 'Page ' + location.pathname; document.querySelector('main').textContent = location.pathname }
    document.addEventListener('click', (event) => {
      const link = event.target.closest('a')
      if (!link) return
      event.preventDefault(); history.pushState(null, '', link.href); setTimeout(draw, 5)
    })
    addEventListener('popstate', draw)
  </script>`
