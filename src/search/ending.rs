//! Endings of bent words: a word of a query that stands in no text is one of a known word's forms
//! where it is that word's start and one of these.

/// Endings by bare language, folded, in no order. They are those of nouns, adjectives and verbs,
/// and of the commonest derivations that keep what a word is about.
const LISTS: &[(&str, &str)] = &[
    (
        "en",
        "s es ed d ing ate ates ated ating ator ators er ers or ors y ies ied ly al ally ion ions ation ations ement ements ment ments ance ences ence ist ists ism ive able ible ful ness ity ise ize ised ized ises ising izing isation ization e",
    ),
    (
        "fr",
        "s x e es ee ees er ez ent ant ants ante antes ait aient ais a ai ont era erait eront i is it ie ies ir issent issant issement iste istes isme ement ements ment ation ations ateur ateurs atrice atrices eur eurs euse euses if ifs ive ives ite ites al ale aux ales ique iques el elle els elles ialite ielle ielles iel iels alite alites able ables ien ienne iens isation iser isee isees ises ise t te ts tes re",
    ),
    (
        "nl",
        "s e en n er ers t te ten d de den je jes tje ing ingen end ende heid heden lijk lijke baar bare sters ster st ste atie aties eren eert eerd eerde eerden iseren iseert iseerd iseerde isering aar aars ert",
    ),
    (
        "pt",
        "s es a as o os ar er ir ado ada ados adas ido ida idos idas ando endo indo am em ou ei eu iu ava avam ia iam asse ao oes acao acoes cao coes mento mentos mente dor dora dores doras ista istas ismo ivo iva ivos ivas al ais avel aveis idade idades eiro eira eiros eiras izar iza izado izada izados izadas izacao e",
    ),
    (
        "de",
        "e en n s es er ern em end ende enden t te ten tet st est ung ungen er erin erinnen in innen lich liche lichen keit heit keiten heiten isch ische ischen bar ig ige igen nis nisse los isieren isiert isierte isierten isierung ieren iert ierte ierten ation ationen et ete eten ens ner",
    ),
    (
        "el",
        "α ασ αν ε εσ η ησ ην ι ιου ια ιων ιο ιοι ιοσ ο οσ ου ον οι ουσ ω ων εισ εωσ εων ει ουμε ετε ουν αμε ατε αν μα ματα ματοσ ματων ση σησ σεισ σεων ομαι εται ονται ομενοσ ομενη ομενο ομενοι ομενων ομενουσ μενοσ μενη μενο μενοι μενων μενουσ τησ τριεσ τρια τεσ των ικοσ ικη ικο ικοι ικεσ ικα ικων ικου ικησ ικουσ ιζω ιζει ιζουν ιζεται ισμοσ ισμου ισμο ωνω ωνει ωνουν θηκε θηκαν ωσ ηκε ηκαν σω σει σουν",
    ),
    (
        "bg",
        "а я ът ят та то те о е и у ове еве овете ите ата ата ото ия ият ията ии иите ни на но ният ната ното ните ен нен ане ание ания анията ението ение ения ците ци ка ки ката ките ник ника ници ниците ник ничка ам аш аме ат ите ял ала али ало ан ана ани ано ира ират ирам иране ирането иран ирана ирани иран ост остта ски ска ско ския ските ство ства ството ация ацията ации ациите ден дена дено дени ждаване ждаването ждава ждават ждавам ди дя дят чен чна чно чни ти ване ването вам ва ват вал вали в ч ча чи чът т",
    ),
    (
        "es",
        "s es a as o os ar er ir ado ada ados adas ido ida idos idas ando iendo an en aba aban ia ian o aron ieron cion ciones acion aciones miento mientos mente dor dora dores doras ista istas ismo ivo iva ivos ivas al ales able ables idad idades ero era eros eras izar iza izado izada izados izadas izacion e",
    ),
    (
        "it",
        "a e i o are ere ire ato ata ati ate ito ita iti ite uto uta uti ute ando endo ano ono ava avano eva iva zione zioni azione azioni mento menti mente tore trice tori trici ore ori ista isti ismo ivo iva ivi ive ale ali abile abili ibile ita izzare izzato izzata izzati izzazione ante anti",
    ),
    (
        "pl",
        "a e i o u y em ie om ow ami ach owi iem ego emu ej ych ym ymi ich im imi iej ac ic yc al ala ali alo any ana ane ani anie ania aniem enie enia eniem ony ona one eni uje uja owac owal owany owana owane owanie ek ka ki ce kow osc osci ny na ne nego nej nych zny zna sta sci cja cji cje cyjny izacja izacji",
    ),
    ("ar", "ه ات ون ين ان ي يه ها هم نا ك كم وا تين"),
];

/// The endings of the language of a tag, folded, with spaces between them.
pub(super) fn list(tag: &str) -> &'static str {
    let bare = tag.split('-').next().unwrap_or_default();
    let list = LISTS.iter().find(|(language, _)| *language == bare);
    list.map_or("", |(_, endings)| endings)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::plain::plain;

    #[test]
    fn endings_are_written_as_words_are_compared() {
        for (language, endings) in LISTS {
            for ending in endings.split(' ') {
                assert_eq!(plain(ending), ending, "{language}: {ending}");
                assert!(!ending.is_empty(), "{language}");
            }
        }
    }
}
