extension Language {
  static let german = Language(
    code: "de", name: "German",
    small: words(
      """
      die der und in den das von zu mit sich des auf für ist im dem nicht ein eine als auch es an werden aus er hat
      dass sie nach wird bei einer um am sind noch wie einem über einen so zum war haben nur oder aber vor zur bis
      mehr durch man
      """),
    large: words(
      """
      Jahr Stadt Wasser Haus Fluss Gemeinde Tag Licht Morgen Schule Straße Arbeit Plan Winter Garten Brücke Sturm
      Bauer Fenster Sommer Dorf Bahnhof Wald Feld Zahl Bericht Insel Lehrerin Ärztin Bild Maschine Frage Antwort
      Geschichte Küste Gebirge Küche Bücherei Behörde Gesellschaft Nachbar Gebäude Hafen Theater Fabrik Ausschuss
      Übung Änderung Größe Gefühl öffnen tragen folgen sammeln erklären besuchen bleiben zurückkehren schmal ruhig
      öffentlich früh schwer einfach gewöhnlich hölzern südlich sorgfältig geduldig plötzlich später täglich möglich
      schön Verhältnis Überschwemmung Entwicklung Landwirtschaft Geschwindigkeit Wirtschaftsförderung
      Straßenbahnhaltestelle
      """),
    endings: ["en", "er", "es", "ung", "lich", "chen", "s", "e"],
    quotes: ("„", "“"),
    abbreviations: ["z. B.", "Dr.", "d. h.", "ca.", "St.", "Nr.", "usw.", "5. Mai"],
    sentenceWords: 4...26,
    furniture: lines(
      """
      Startseite
      Politik
      Wirtschaft
      Abonnieren
      Anmelden
      Wir verwenden Cookies, um unser Angebot zu verbessern. Mit der Nutzung stimmen Sie dem zu.
      Artikel teilen
      Anzeige
      Unser Newsletter: jeden Freitag das Wichtigste der Woche in Ihrem Postfach.
      Lesen Sie auch: Was der Rat gestern beschlossen hat
      Unterstützen Sie unabhängigen Journalismus schon ab 2 Euro in der Woche.
      Foto: Archiv der Region
      Kommentare (12)
      Meistgelesen
      © Alle Rechte vorbehalten. Impressum | Datenschutz | Kontakt
      """))
}
