export const fr = {
  one: 'ligne de budget',
  many: 'Lignes de budget',
  add: 'Ajouter une ligne',
  purpose:
    'Une ligne de budget dit ce qu’une ressource coûte, pourquoi elle est nécessaire et quel objectif ou quelle action elle sert. Le total se compare à l’enveloppe de la direction.',
  example:
    'Humaine : « Rédaction de 12 articles », 12 jours à 320 € HT, TVA 20 %, justifiée par un devis, pour l’objectif « Faire connaître la récolte ».',
  fields: {
    title: { label: 'Ressource', help: 'Ce qui est acheté ou mobilisé : « Rédaction de 12 articles ».' },
    nature: {
      label: 'Nature',
      help: 'Humaine : temps de l’équipe ou de prestataires. Matérielle : équipement, impression, stand. Immatérielle : licences, abonnements, droits, formation.',
    },
    category: { label: 'Poste' },
    state: { label: 'État', help: 'Du plus incertain au plus sûr : estimé, devis reçu, engagé, facturé, payé.' },
    quantity: { label: 'Quantité' },
    unit: { label: 'Unité', help: 'jour, pièce, mois, clic…' },
    unitPriceCents: { label: 'Prix unitaire HT' },
    vatRate: { label: 'Taux de TVA' },
    actualCents: { label: 'Réalisé HT', help: 'Le montant hors taxes de la facture, dès qu’elle est là.' },
    months: { label: 'Mois', help: 'Les mois où la dépense tombe, et leur poids. Sans mois, elle reste non répartie.' },
    supplier: { label: 'Fournisseur' },
    justification: {
      label: 'Justification',
      help: 'D’où vient le prix : devis, tarif public, année précédente, temps passé.',
    },
  },
  options: {
    nature: { human: 'Humaine', material: 'Matérielle', intangible: 'Immatérielle' },
    category: {
      team: 'Équipe',
      supports: 'Supports courants',
      media: 'Achat d’espace',
      press: 'Relations presse',
      sponsoring: 'Parrainage',
      events: 'Événements',
      influence: 'Influence',
      tools: 'Outils numériques',
      studies: 'Études et mesure',
      contingency: 'Aléas',
      other: 'Autre',
    },
    state: { estimated: 'Estimé', quoted: 'Devis reçu', committed: 'Engagé', invoiced: 'Facturé', paid: 'Payé' },
    vatRate: { '0.2': '20 %', '0.1': '10 %', '0.055': '5,5 %', '0.021': '2,1 %', '0': '0 %' },
  },
  groups: { amount: 'Montant', why: 'Preuve et calendrier' },
}
