extension Language {
  static let french = Language(
    code: "fr", name: "French",
    small: words(
      """
      de la le et les des en un du une que est pour qui dans a par plus pas au sur ne se ce il sont été avec ont aux
      son cette on mais comme ou si leur y dont elle deux ces entre sans même après où tous très être avait sous
      peut avant depuis
      """),
    large: words(
      """
      année ville eau maison rivière commune journée lumière matin école marché route travail projet hiver jardin
      lettre moteur pont récolte tempête fermière fenêtre été village papier forêt champ numéro île médecin image
      question réponse histoire côte montagne cuisine bibliothèque ministère société fête voisin soirée bâtiment
      théâtre musée comité mesure près œuvre ouvrir porter suivre réparer rassembler décrire arriver expliquer
      considérer étroit tranquille public précoce léger simple éloigné méridional prudent ordinaire soudain régulier
      première dernière légère ancienne intérêt début façon déjà aujourd’hui qu’il l’eau d’abord c’est n’est l’école
      d’une
      """),
    endings: ["s", "es", "ment", "ée", "ait", "aient", "eur", "tion"],
    quotes: ("«\u{A0}", "\u{A0}»"),
    abbreviations: ["M.", "p. ex.", "env.", "J.-M.", "av. J.-C.", "n° 7"],
    furniture: lines(
      """
      Accueil
      Actualités
      Économie
      S’abonner
      Se connecter
      Nous utilisons des cookies pour améliorer votre visite. En poursuivant, vous les acceptez.
      Partager cet article
      Publicité
      Recevez chaque vendredi notre lettre d’information dans votre boîte.
      À lire aussi : ce que le conseil a décidé hier
      Soutenez une presse indépendante à partir de 2 euros par semaine.
      Photographie : archives régionales
      Commentaires (12)
      Les plus lus
      © Tous droits réservés. Mentions légales | Vie privée | Contact
      """))
}
