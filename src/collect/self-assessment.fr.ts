import type { AssessedFacts } from './self-assessment.ts'

export const fr = {
  title: (domain: string) => `Auto-évaluation de la mesure d’audience de ${domain}`,
  kicker: 'Auto-évaluation',
  author: 'Établie par',
  date: 'Établie le',
  site: 'Site',
  contents: 'Sommaire',
  frozen: (when: string, who: string) =>
    `Auto-évaluation établie par ${who} le ${when}, sur les réglages du site à cet instant. Elle ne change plus ; refaites-en une après un changement de réglage.`,
  scope: 'Ce que dit ce document',
  scopeText:
    'Ce document met les réglages du site en regard des critères que la CNIL publie pour la mesure d’audience dispensée de consentement (article 82 de la loi Informatique et Libertés, lignes directrices et recommandation « cookies et autres traceurs »).\nC’est une auto-évaluation : elle dit ce que fait le logiciel, et ce qui reste à vérifier par le responsable du traitement. Ce n’est ni un avis de la CNIL, ni un conseil juridique.',
  settings: 'Réglages du site',
  setting: 'Réglage',
  value: 'Valeur',
  criteria: 'Critère par critère',
  does: 'Ce que font les réglages',
  check: 'Ce qui reste à vérifier',
  states: {
    done: 'Fait par le logiciel',
    setting: 'Dépend d’un réglage à revoir',
    check: 'À vérifier par le responsable',
  },
  summary: 'En bref',
  stateCount: 'Critères',
  labels: {
    mode: 'Mode',
    signals: '« Ne pas me pister » et Global Privacy Control',
    small: 'Petits effectifs',
    retention: 'Conservation des visites',
    hosts: 'Autres hôtes mesurés',
    notice: 'Notice de consentement',
    proofs: 'Preuves de consentement gardées',
    lastDeletion: 'Dernière fin de conservation',
    version: 'Version de Filrouge',
  },
  values: {
    exempt: 'Mesure exemptée',
    consent: 'Avec consentement, par visiteur ; les autres visites comme en mesure exemptée',
    obeyed: 'Respectés',
    ignored: 'Non pris en compte',
    hide: (below: number) => `En dessous de ${below}, non montrés`,
    round: (below: number) => `Arrondis au multiple de ${below} le plus proche`,
    all: 'Tous montrés',
    months: (months: number) => `${months} mois`,
    none: 'Aucun',
    noNotice: 'Aucune',
    noticeVersion: (version: number) => `Version ${version}`,
    never: 'Rien n’a encore été effacé',
  },
  list: [
    {
      title: 'Une finalité limitée à la mesure de l’audience du site',
      state: () => 'check',
      does: () =>
        'Les données servent à compter les pages, les visites et leurs provenances, pour ce site seul. Rien dans le logiciel n’affiche de publicité ni ne cible un visiteur.',
      check: () =>
        'Que les chiffres ne servent à rien d’autre dans votre organisation, et que le traitement figure dans votre registre.',
    },
    {
      title: 'Pour le compte exclusif de l’éditeur, sans suivi d’un site à l’autre',
      state: (facts) => (facts.hosts.length > 0 ? 'check' : 'done'),
      does: () =>
        'Le numéro d’un visiteur dépend du site : le même navigateur a un autre numéro sur un autre site, même mesuré par la même installation. Il n’y a pas de cookie tiers.',
      check: (facts) =>
        facts.hosts.length > 0
          ? `Que ces autres hôtes sont bien ceux du même éditeur : ${facts.hosts.join(', ')}.`
          : 'Rien d’autre que l’accès à cette installation.',
    },
    {
      title: 'Aucun recoupement et aucune transmission à des tiers',
      state: () => 'check',
      does: (facts) =>
        facts.mode === 'exempt'
          ? 'Les paramètres de campagne, les identifiants de clic et les identifiants de personnes sont écartés par le serveur, quoi qu’envoie la page. Le logiciel n’appelle aucun service extérieur.'
          : 'Sans accord du visiteur, les paramètres de campagne, les identifiants de clic et les identifiants de personnes sont écartés par le serveur. Le logiciel n’appelle aucun service extérieur.',
      check: () =>
        'Que les exports et les clés d’accès ne servent pas à rapprocher les visites d’un fichier de clients, et que votre hébergeur est lié par contrat.',
    },
    {
      title: 'Des statistiques anonymes',
      state: (facts) => (facts.small ? 'done' : 'setting'),
      does: (facts) =>
        facts.small
          ? 'Les petits effectifs sont masqués ou arrondis selon le seuil réglé, partout où des chiffres sont donnés.'
          : 'Tous les nombres sont montrés, même petits.',
      check: (facts) =>
        facts.small
          ? 'Que le seuil convient à la fréquentation du site. Il vaut partout : totaux, tableaux, exports, API, rapports et indicateurs.'
          : 'Réglez un seuil pour les petits effectifs, ou dites pourquoi il n’en faut pas.',
    },
    {
      title: 'Des données réduites au nécessaire',
      state: () => 'done',
      does: () =>
        'Sans accord : page (sans ses paramètres), hôte du référent, type d’appareil, familles de navigateur et de système, langue, lieu (pays ; région et ville si l’exploitant a installé une table des lieux). L’adresse IP sert à trouver le lieu et à calculer le numéro du jour, puis est oubliée : elle n’est écrite nulle part.',
      check: () =>
        'Que les pages n’envoient pas elles-mêmes de données personnelles dans leurs titres, chemins ou propriétés.',
    },
    {
      title: 'Une durée de vie des traceurs de 13 mois au plus, non prolongée',
      state: () => 'done',
      does: (facts) =>
        facts.mode === 'exempt'
          ? 'Rien n’est écrit dans le navigateur : un envoi qui n’a pas pu partir attend dans la mémoire de la page, et se perd avec elle. Le numéro d’un visiteur change chaque jour, et le sel qui le calcule est détruit le surlendemain. Seul le refus d’un visiteur reste dans son navigateur, par son propre choix.'
          : 'Avant l’accord, rien n’est écrit dans le navigateur. Après, un envoi qui n’a pas pu partir y attend la page suivante, et un numéro tiré au hasard y reste 395 jours au plus, que rien ne prolonge ; le serveur refuse un numéro plus ancien.',
      check: () => 'Que votre bandeau redemande son avis au visiteur à un rythme convenable.',
    },
    {
      title: 'Une conservation de 25 mois au plus',
      state: () => 'done',
      does: (facts) =>
        `Les visites, leurs événements et les preuves sans objet sont effacés chaque nuit après ${facts.months} mois ; chaque effacement est noté. Le logiciel refuse une durée de plus de 25 mois.`,
      check: () => 'Que vos sauvegardes et vos exports ne durent pas plus longtemps.',
    },
    {
      title: 'L’information des visiteurs',
      state: () => 'check',
      does: () =>
        'Une page publique dit à chaque visiteur ce qui est mesuré et combien de temps c’est gardé, en français et en anglais.',
      check: () => 'Que votre politique de confidentialité nomme ce traitement et mène à cette page.',
    },
    {
      title: 'Le droit de s’opposer à la mesure',
      state: (facts) => (facts.obeysSignals ? 'done' : 'setting'),
      does: (facts) =>
        `La page des visiteurs permet de refuser d’être compté, sans compte ; le script et le serveur s’y tiennent. ${
          facts.obeysSignals
            ? '« Ne pas me pister » et Global Privacy Control sont respectés.'
            : '« Ne pas me pister » et Global Privacy Control ne sont pas pris en compte.'
        }`,
      check: (facts) =>
        facts.obeysSignals
          ? 'Que le lien vers la page des visiteurs fonctionne sur le site.'
          : 'Que le lien vers la page des visiteurs fonctionne sur le site ; décidez si les signaux des navigateurs doivent être respectés.',
    },
    {
      title: 'Le consentement pour ce qui dépasse la mesure exemptée',
      state: (facts) => (facts.mode === 'exempt' ? 'done' : facts.noticeVersion === null ? 'setting' : 'check'),
      does: (facts) =>
        facts.mode === 'exempt'
          ? 'Le site ne demande aucun consentement et ne garde rien qui en demande un.'
          : 'Campagnes, identifiants de clic et numéro durable ne sont gardés qu’après l’accord du visiteur. La date de chaque accord et la version de la notice sont gardées, sans adresse IP ; un accord se retire aussi simplement qu’il se donne.',
      check: (facts) =>
        facts.mode === 'exempt'
          ? 'Rien, tant que le mode ne change pas.'
          : facts.noticeVersion === null
            ? 'Écrivez la notice : les accords reçus ne renvoient à aucun texte.'
            : 'Que le bandeau du site montre bien cette notice, et qu’il est aussi simple de refuser que d’accepter.',
    },
    {
      title: 'Les droits des personnes',
      state: () => 'done',
      does: () =>
        'Un visiteur qui a consenti voit son numéro sur la page des visiteurs ; avec ce numéro, une copie de ses données lui est remise et leur effacement est fait, et noté. Les autres visites ne désignent personne.',
      check: () => 'Que quelqu’un répond à ces demandes dans le mois.',
    },
  ] as readonly {
    readonly title: string
    readonly state: (facts: AssessedFacts) => 'done' | 'setting' | 'check'
    readonly does: (facts: AssessedFacts) => string
    readonly check: (facts: AssessedFacts) => string
  }[],
}
