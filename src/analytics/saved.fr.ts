export const fr = {
  name: 'Nom',
  keep: 'Enregistrer',
  help: 'Toute l’équipe du projet le verra. Un nom déjà pris est remplacé.',
  forget: (name: string) => `Supprimer « ${name} »`,
}
