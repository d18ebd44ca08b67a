//! Compounds in their parts, with the words of the site and a small list.

use std::collections::HashSet;

/// Shortest word that is taken apart.
const SHORTEST: usize = 7;

/// Shortest part that is a word of the site.
const PART: usize = 4;

/// Most parts.
const MOST: usize = 3;

/// A language that joins words: its tag, what it puts between them, words that often are parts.
struct Joining {
    tag: &'static str,
    between: &'static [&'static str],
    words: &'static str,
}

const LANGUAGES: [Joining; 2] = [
    Joining {
        tag: "de",
        between: &["", "s", "es", "n", "en", "er", "e"],
        words: "abend akte akten alltag alter amt anfrage angebot angehorige angst anhorung anstalt antrag anzeige arbeit arbeiter arzt arztin aufgabe aufnahme aufsicht ausbildung ausgang aussage ausweis bau beamte beamtin bedarf befund begleiter begleitung behandlung behorde beirat beratung berater bericht beruf beschwerde bescheid besuch besucher betrieb bewahrung beziehung bibel bild bildung blatt brief buch datei dateien daten dauer deutsch dienst dolmetscher droge drogen druck ehre einsicht eltern entlassung ernahrung essen fahrt fall familie familien feier fenster forderung form frage frau frauen freigang freizeit freund frist fursorge fuhrung garten gast geduld gefahr gefangene gefangnis gefangnisse geld gericht gerichte gesetz gesprach gesprache gesundheit gewalt glaube glaubens gruppe gruppen gut haft hand handlung haus heim heizung hilfe hof hygiene jugend kammer karte kasse kind kinder kirche klage kleidung klima konferenz kontakt kontrolle kosten kraft kranke krankheit krise kuche kurs lager land leben lehrer lehrgang leiter leitung liste lohn macht mann manner maßnahme massnahme medien meldung mensch menschen methode miete mittel moschee mutter nachricht nacht netz not notfall opfer ordnung ort papier partner pass personal pfleger pflege pflicht plan platz polizei post praxis predigt probe problem programm prufung psychologe punkt raum recht rechte regel religion richter richtlinie risiko ruckfall sache schein schicht schicksal schluss schrift schuld schulden schule schutz schwester seele seelsorge sicherheit sport sprache staat stadt stelle strafe straf strafvollzug stunde sucht suche suizid system tag tage tafel tat tater tausch tee teil telefon termin therapie tisch tod trager training trost tur ubung uhr unterricht unterkunft urlaub urteil vater verein verfahren verhalten vermittlung versicherung vertrag vertreter verwaltung vollzug vorfall vorschrift vorwurf wache waffe wahl wasche wasser weg werk werkstatt wert wochen woche wohl wohnung wort zeichen zeit zelle zellen zentrum zeuge zeugen ziel zimmer zugang zukunft zwang",
    },
    Joining {
        tag: "nl",
        between: &["", "s", "e", "en", "er", "n"],
        words: "aandacht aanvraag aanpak adres advies afdeling afspraak agent ambtenaar angst arbeid arts avond baan bad bank basis bed bedrijf begeleider begeleiding behandeling behoefte beleid benadering beroep besluit bestuur bewaarder bezoek bezoeker bijbel blad boek brand brief broer buurt cel cellen cijfer conferentie contact controle cursus dader dag dagen data deel deskundige dienst dieet dood dossier drank drugs druk eenheid eer eten factor familie fase feest formulier gebed gebied geest geld geloof gemeente geneesmiddel gesprek gesprekken gevaar gevangene gevangenen gevangenis gevangenissen gevoel geweld gezin gezondheid groep groepen hand handel handeling hart heer helper herstel hoek hof huis hulp hulpverlener hulpverlening huur hygiene ijs imam inkomen instelling integratie jaar jeugd jongere jongeren kaart kamer kans kantoor kast kasten keuken keuze kind kinderen klacht klachten klas kleding kosten kracht kunst land leer leerling leiding lening les leven lichaam lid lijst lokaal loon maaltijd maand maat macht man mannen mantel medewerker media melding mens mensen middel misbruik moeder moment moskee nacht naam netwerk nood nummer onderwijs onderzoek ontslag onderhoud opdracht opleiding opvang oordeel orde ouder ouders overleg paar papier partner pastoor personeel plaats plan planning plek ploeg politie post praktijk probleem proces proef programma protocol punt raad recht rechten rechter regel reis rekening religie risico rol ruimte samenleving schade school schuld schulden slachtoffer slaap soort spel spoor sport spreek spreker staat stad stage steun straf stuk systeem taak taal tafel tas team teken telefoon test thuis tijd toets toezicht tolk toon training trajekt traject tuin uitgang uitkering uur vader vak veiligheid verblijf vereniging vergadering vergoeding verhaal verhoor verklaring verlof verlening verleners vergunning verpleegkundige verslag verslaving verzoek vlees vloer voet voorlichting voorziening vorm vraag vrijheid vriend vrijwilliger vrouw vrouwen vuur waarde wacht wachter wagen wapen was wasserij water web week weg werk werker werkgever werkplaats wet wetten wijk winkel woning woord zaak zaal zaken ziek ziekte zin zone zorg zorgen zuster",
    },
];

/// Takes compounds of a language apart.
pub(super) struct Splitter<'a> {
    language: &'static Joining,
    known: HashSet<&'a str>,
    listed: HashSet<&'static str>,
}

impl<'a> Splitter<'a> {
    /// For the language of a tag and the words of a site; `None` where the language does not join
    /// words.
    pub(super) fn new(tag: &str, words: impl Iterator<Item = &'a str>) -> Option<Self> {
        let bare = tag.split('-').next().unwrap_or_default();
        let language = LANGUAGES.iter().find(|language| language.tag == bare)?;
        let listed: HashSet<&str> = language.words.split(' ').collect();
        let is_part = |word: &&str| word.chars().count() >= PART;
        Some(Splitter {
            language,
            known: words.filter(is_part).collect(),
            listed,
        })
    }

    /// Words that often are parts.
    pub(super) fn listed(&self) -> impl Iterator<Item = &'static str> {
        self.language.words.split(' ')
    }

    /// The parts of a folded word, as they are words of their own; none where it is no compound.
    pub(super) fn parts(&self, word: &str) -> Vec<String> {
        let letters = word.chars().count();
        if letters < SHORTEST || word.contains(|c: char| c.is_ascii_digit()) {
            return Vec::new();
        }
        let mut parts = self.split(word, MOST, true).unwrap_or_default();
        // A part of several parts is looked for, too: Hilfe and Bewährung in Bewährungshilfestelle.
        let inner: Vec<String> = parts.iter().flat_map(|part| self.parts(part)).collect();
        parts.extend(inner);
        parts.sort();
        parts.dedup();
        parts
    }

    /// The fewest parts of which `word` is made; of these, those with the longest last part.
    fn split(&self, word: &str, most: usize, is_whole: bool) -> Option<Vec<String>> {
        if !is_whole && self.is_word(word) {
            return Some(vec![word.to_owned()]);
        }
        if most == 1 {
            return None;
        }
        let mut best: Option<Vec<String>> = None;
        for (at, _) in word.char_indices().skip(3) {
            let (start, rest) = word.split_at(at);
            if rest.chars().count() < 3 {
                break;
            }
            let Some(first) = self.first(start) else {
                continue;
            };
            let room = best
                .as_ref()
                .map_or(most - 1, |best| (best.len() - 2).max(1).min(most - 1));
            if let Some(others) = self.split(rest, room, false)
                && best
                    .as_ref()
                    .is_none_or(|best| others.len() + 1 < best.len())
            {
                best = Some(std::iter::once(first).chain(others).collect());
            }
        }
        best
    }

    /// The word that a first part is, without what joins it to the next.
    fn first(&self, start: &str) -> Option<String> {
        let bare = self
            .language
            .between
            .iter()
            .filter_map(|end| start.strip_suffix(end));
        let mut known = bare.filter(|word| self.is_word(word));
        known.next().map(str::to_owned)
    }

    fn is_word(&self, word: &str) -> bool {
        self.known.contains(word) || self.listed.contains(word)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(tag: &str, known: &[&str], word: &str) -> Vec<String> {
        Splitter::new(tag, known.iter().copied())
            .unwrap()
            .parts(word)
    }

    #[test]
    fn compounds_come_in_their_parts() {
        assert_eq!(parts("de", &[], "gefangnisarzt"), ["arzt", "gefangnis"]);
        assert_eq!(
            parts("de", &["bewahrung"], "bewahrungshilfe"),
            ["bewahrung", "hilfe"]
        );
        assert_eq!(
            parts("nl", &["hulpverlening"], "schuldhulpverlening"),
            ["hulp", "hulpverlening", "schuld", "verlening"]
        );
        assert_eq!(parts("nl", &["bezoek"], "bezoekzaal"), ["bezoek", "zaal"]);
    }

    #[test]
    fn other_words_stay_whole() {
        assert!(parts("de", &[], "radikalisierung").is_empty());
        assert!(parts("nl", &[], "versiering").is_empty());
        assert!(Splitter::new("fr", std::iter::empty()).is_none());
    }
}
