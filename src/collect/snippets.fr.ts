export const fr = {
  title: 'Lignes à coller',
  lead: 'Où que le site soit fait, la ligne est prête : son adresse et ses réglages y sont déjà.',
  choose: 'Ce qui est mesuré, en plus des pages vues',
  update: 'Mettre les lignes à jour',
  copy: 'Copier',
  copyThis: (title: string) => `Copier : ${title}`,
  copied: 'Copié.',
  refused: 'Le navigateur a refusé de copier : sélectionnez le texte et copiez-le.',
  consent:
    'Ce site est en mode « avec consentement » : la première page vue attend la réponse du visiteur. Votre bandeau appelle filrouge.consent(true) ou filrouge.consent(false).',
  exempt:
    'Ce site est en mode exempté de consentement : rien n’est déposé dans le navigateur, aucun bandeau n’est à prévoir.',
  measures: {
    outbound: { name: 'Liens qui sortent', help: 'les clics vers un autre site' },
    downloads: { name: 'Téléchargements', help: 'les fichiers PDF, tableurs, archives…' },
    forms: { name: 'Formulaires', help: 'les envois, par le nom du formulaire, sans rien de ce qui y est écrit' },
    '404': { name: 'Pages introuvables', help: 'avec la page où se trouve le lien à réparer' },
    scroll: { name: 'Profondeur de lecture', help: 'jusqu’où la page est lue' },
    time: { name: 'Temps de lecture', help: 'combien de temps la page est sous les yeux' },
    vitals: { name: 'Vitesse ressentie', help: 'les Core Web Vitals de Google' },
    hash: { name: 'Adresses après #', help: 'pour un site dont les pages s’écrivent ainsi : /#/miels' },
  },
  places: {
    html: { title: 'HTML', help: 'Dans chaque page, juste avant </head>.' },
    wordpress: {
      title: 'WordPress',
      help: 'Dans le fichier functions.php du thème enfant ; ou la ligne HTML ci-dessus, dans une extension d’insertion d’en-tête.',
    },
    ghost: { title: 'Ghost', help: 'Dans Réglages › Injection de code › En-tête du site.' },
    tagManager: {
      title: 'Google Tag Manager, Matomo Tag Manager',
      help: 'Dans une balise « HTML personnalisé », déclenchée sur toutes les pages. Un gestionnaire de balises ne garde pas les attributs de la ligne HTML : c’est pourquoi celle-ci les écrit.',
    },
    react: {
      title: 'React, Vue et autres applications',
      help: 'Dans index.html : les changements de page sont suivis d’eux-mêmes.',
    },
    next: { title: 'Next.js', help: 'Dans la mise en page racine, app/layout.' },
    pixel: {
      title: 'Image, pour les pages sans script',
      help: 'Compte une page vue quand les scripts sont refusés. Le navigateur dit quelle page affiche l’image. À coller au début de <body>.',
    },
    curl: {
      title: 'Depuis un serveur, avec curl',
      help: 'Pour compter une commande que la page ne voit pas. KEY est une clé de portée events:write ; l’adresse et l’agent sont ceux du visiteur, pour que sa commande soit dans sa visite. L’identifiant fait qu’un second envoi ne compte qu’une fois.',
    },
    php: { title: 'Depuis un serveur, en PHP', help: 'Au moment où la commande est payée.' },
    node: { title: 'Depuis un serveur, avec Node', help: 'Au moment où la commande est payée.' },
  },
}
