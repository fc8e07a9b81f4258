export const fr = {
  line: {
    one: 'ligne éditoriale',
    many: 'Lignes éditoriales',
    add: 'Ajouter une ligne éditoriale',
    purpose:
      'Une ligne éditoriale dit ce qu’un support publie, pour qui, sur quel ton et à quel rythme. Chaque support a la sienne, et une seule.',
    example:
      'Blog : recettes et fleurs, pour les curieux de cuisine, ton chaleureux, un article par semaine, jamais de promotion.',
    fields: {
      title: { label: 'Ligne éditoriale', help: 'En général le nom du support : « Ligne du blog ».' },
      role: { label: 'Rôle', help: 'Ce que le support apporte à la stratégie.' },
      public: { label: 'Public', help: 'À qui il parle, précisément.' },
      tone: { label: 'Ton' },
      rhythm: { label: 'Rythme', help: '« Un article par semaine, le mardi ».' },
      formats: { label: 'Formats et sujets' },
      toDo: { label: 'À faire' },
      toAvoid: { label: 'À éviter' },
    },
  },
  content: {
    one: 'contenu',
    many: 'Contenus',
    add: 'Ajouter un contenu',
    purpose:
      'Un contenu est ce qui sera publié : son format, sa ligne éditoriale, son persona, le jour où il est prévu et l’instant où il est programmé.',
    example: 'Article « Trois recettes au miel de lavande », prévu le mardi 1er décembre, ligne du blog, pour Claire.',
    fields: {
      title: { label: 'Titre de travail' },
      state: { label: 'État' },
      format: { label: 'Format' },
      plannedOn: { label: 'Prévu le', help: 'Le jour visé dans le calendrier éditorial.' },
      scheduledAt: { label: 'Programmé le', help: 'L’instant réglé dans l’outil de publication.' },
      author: { label: 'Auteur' },
      hook: { label: 'Accroche' },
      brief: { label: 'Consigne', help: 'Sujet, angle, sources, longueur, mot-clé.' },
      callToAction: { label: 'Appel à l’action', help: 'Ce que le lecteur doit faire ensuite.' },
      url: { label: 'Adresse de publication' },
    },
    options: {
      state: {
        idea: 'Idée',
        drafting: 'En rédaction',
        review: 'En relecture',
        approved: 'Validé',
        scheduled: 'Programmé',
        published: 'Publié',
      },
      format: {
        article: 'Article',
        post: 'Publication courte',
        image: 'Image',
        video: 'Vidéo',
        story: 'Story',
        audio: 'Audio',
        newsletter: 'Newsletter',
        print: 'Imprimé',
        event: 'Événement',
      },
    },
    groups: { calendar: 'Calendrier', writing: 'Rédaction' },
  },
}
