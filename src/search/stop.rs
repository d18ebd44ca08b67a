//! Words that say little: those of grammar, and those that questions are made with.

use std::sync::LazyLock;

use ahash::{AHashMap, AHashSet};

use crate::text;

/// The words of a language, folded, by its bare tag.
const LISTS: &[(&str, &str)] = &[
    (
        "en",
        "a about after all also am an and any anybody anyone anything are as at be because been before being but by can cannot could did do does doing done don down during each either every for from get gets getting give given go goes had has have having he her here herself him himself his how i if in into is it its itself just let ll m make makes many may me might mine more most much must my myself need needs no nor not now of off on once one only or other our out over own please put re s same shall she should so some somebody someone something such t tell than that the their them themselves then there these they thing things this those through to too under until up us ve very want wants was we well were what when where whether which while who whom whose why will with would you your yourself long happen happens happened says say know",
    ),
    (
        "fr",
        "a afin ai ait alors apres as au aucun aucune aussi autre autres aux avait avant avec avez avoir avons c ca car ce ceci cela celle celles celui ces cet cette ceux chaque ci combien comme comment d dans de depuis des deux doit doivent donc dont du elle elles en encore est et etait etaient etant ete etes etre eu eux faire fait faites faut font ici il ils j je jusque l la le les leur leurs lors lorsque lui m ma mais me meme memes mes mettre moi moins mon n ne ni non nos notre nous on ont ou par parce pas pendant peu peut peuvent peux plus pour pourquoi pouvez puis puisque qu quand que quel quelle quelles quels quelqu quelque quelques qui quoi s sa sans se sera ses si sinon soi soit son sont sous suis sur t ta te tes toi ton tous tout toute toutes tres tu un une va veut vers veux voici voila vos votre vous y dois temps passe arrive dire",
    ),
    (
        "nl",
        "aan al alle alleen als alles ander andere anderen ben bent bij binnen daar daarna dan dat de deze die dit doe doen doet door dus een eens en enige er erg ergens gaan gaat geen geweest gebeurt had hadden heb hebben hebt heeft heel hem hen het hier hij hoe hoeveel hoort hun iemand iets ik in is ja je jij jou jouw jullie kan kon kunnen kunt laat maar mag me meer men met mij mijn mijne moet moeten mogen n na naar niemand niet niets nog nu of om omdat ons onze ook op over pas s samen sinds soms t te tegen tijdens toch toe toen tot tussen u uit uw van vanaf vanuit veel via voor vooral waar waarom wanneer want waren was wat we weer wel welk welke werd werden wie wij wil willen word worden wordt ze zelf zich zij zijn zo zoals zonder zou zouden zullen zult lang lange zeg zeggen weet weten",
    ),
    (
        "pt",
        "a agora ainda alem algo alguem algum alguma algumas alguns ante antes ao aos apenas apos aquela aquelas aquele aqueles aquilo as assim ate atraves cada com como contra contudo cuja cujo d da daquele das de dela dele deles depois desde dessa desse desta deste deve devem devo disso disto do dois dos duas e ela elas ele eles em entao entre era eram essa essas esse esses esta estao estar estas estava este estes estou eu faco fazer faz fica foi for foram ha havia isso isto ja la lhe lhes lo mais mas me mesma mesmo meu meus minha minhas muita muito muitos na nada nao nas nem nenhum nenhuma nesta neste ninguem no nos nossa nosso num numa o onde os ou outra outras outro outros para pela pelas pelo pelos per perante pode podem poder posso por porque pois qual quais qualquer quando quanto quantos que quem quer quero sao se sem sempre sendo ser sera seu seus si so sob sobre sua suas tal tambem tao te tem tenho tens ter teu ti toda todas todo todos tu tua tudo um uma umas uns vai voce voces vos acontece tempo acontecer diz dizer dize sabe",
    ),
    (
        "de",
        "aber alle allem allen aller alles als also am an andere anderen anderer anderes auch auf aus bei beim bin bis bist da dabei dafur damit dann daran darauf darf darum das dass davon dazu dein deine dem den denn der deren des dessen deshalb die dies diese diesem diesen dieser dieses doch dort du durch durfen ein eine einem einen einer eines einige er es etwa etwas euch euer fur ganz gar gegen geht gibt gehort habe haben hat hatte hatten hier hin hinter ich ihm ihn ihnen ihr ihre ihrem ihren ihrer im immer in ins ist ja jede jedem jeden jeder jedes jemand jemanden jetzt kann kannst kein keine keinem keinen keiner konnen konnte lassen lasst mal man mehr mein meine meinem meinen meiner mich mir mit muss mussen musste nach nicht nichts niemand noch nun nur ob oder ohne passiert schon sehr sein seine seinem seinen seiner seit selbst sich sie sind so soll sollen sollte sondern sonst uber um und uns unser unsere unter viel viele vom von vor wann war waren warum was weil welche welchem welchen welcher welches wem wen wenn wer werde werden wessen wie wieder wieso will willst wir wird wo wohin wollen worden wurde wurden zu zum zur zwischen mache machen macht tun tue tut lange lang sagen sagt weiss wissen",
    ),
    (
        "el",
        "α αλλα αλλη αλλο αλλοι αλλοσ αμα αν ανα αντι απ απο αρα ασ αυτα αυτεσ αυτη αυτην αυτο αυτοι αυτοσ αυτου αυτουσ αυτων αφου βαζω για γιατι γινεται γινω δε δεν δηλαδη δια δικο εαν εγω εδω ειμαι ειμαστε ειναι εισαι ειστε εκει εκεινη εκεινο εκεινοσ ενα εναν ενασ ενοσ εντοσ εξω επι επισησ εστω εσυ εσεισ ετσι εχει εχουμε εχουν εχω η ηδη ηταν ητοι θα ι ισωσ κ καθε και καθωσ κανει κανεισ κανω καποια καποιο καποιοι καποιον καποιοσ καποιου καποτε κατα κατι κι λοιπον μα μασ με μεσα μετα μεχρι μη μην μηπωσ μια μιασ μον μονο μου μπορει μπορουν μπορω να ναι ξανα ο οι οπου οπωσ ομωσ οσα οσο οσοι οταν οτι ου ουτε οχι παλι παρα περι πια πιο πλεον ποια ποιεσ ποιο ποιοι ποιον ποιοσ ποιου ποσεσ ποσο ποσοι ποτε που πρεπει πριν προσ πρωτα πωσ σ σαν σασ σε σεισ στα στη στην στησ στισ στο στον στου στουσ συ συν τα ταυτα τε τη την τησ τι τινα τισ το τοι τον τοσο τοτε του τουσ τουτο των υπαρχει υπο χωρισ ω ωσ ωστε θελει θελω μεσω καιρο καιροσ γινονται κανουμε λεω πει πω",
    ),
    (
        "bg",
        "а ако ала би бил била били било бих бъде бъдат в вас ваш ваша ви вие винаги все всеки всички всичко всяка във вече г го да дали дано до докато дори друг друга други друго е един една едно ето за заедно защо защото и из или им има имам имат искам иска й каза как каква какво какви какъв като кога когато кого коя кое които кой който която което към къде където ли м мен ме между ми мога могат може много моя му н на над най нас не него нея неща нещо ни ние никой ничий но някого някой някоя някои някъде няма обаче около от отново още по под поне после почти пред преди при през прави правя просто с са сам само се сега си след сме според сте става съм със също т та така такава такъв там те тези ти то това тогава този той толкова точно трябва ту тук тя тях у че често чрез ще щом я време стане казва каже правим срещу дълго",
    ),
    (
        "es",
        "a ademas ahi ahora al algo alguien algun alguna algunas alguno algunos alli ambos ante antes aquel aquella aquellos aqui asi aun aunque cada como con contra cual cuales cualquier cuando cuanta cuanto cuantos de debe deben debo del desde despues donde dos durante e el ella ellas ellos en entonces entre era eran eres es esa esas ese eso esos esta estaba estado estan estar estas este esto estos estoy fue fueron ha haber habia hace hacer hacia hago han hasta hay he incluso la las le les lo los luego mas me mi mia mientras mio mis misma mismo mucha mucho muchos muy nada nadie ni ningun ninguna no nos nosotros nuestra nuestro o os otra otras otro otros para pero poco por porque pueda puede pueden puedo pues que quien quienes quiere quiero sea segun ser si sido siempre sin sino so sobre solo son soy su sus suya suyo tal tambien tampoco tan tanto te tener tengo ti tiene tienen toda todas todo todos tras tu tus un una unas uno unos usted ustedes va vosotros y ya yo pasa tiempo ocurre decir dice sabe",
    ),
    (
        "it",
        "a abbia agli ai al alcun alcuna alcuni all alla alle allo allora altra altre altri altro anche ancora avere aveva b c che chi ci cio cioe cui come con contro cosa cosi d da dagli dai dal dall dalla dalle dallo davanti de degli dei del dell della delle dello dentro deve devo devono di dopo dove dunque durante e ecco ed egli ella era erano essere essi fa faccio fare fino fra fu gia gli ha hai hanno ho i il in io l la le lei li lo loro lui ma me meno mentre mi mia mie miei mio molta molti molto ne nei nel nell nella nelle nello nessuno niente noi non nostra nostro o ogni oltre ora ove per perche pero piu poco poi posso possono prima proprio puo qual qualche qualcosa qualcuno quale quali quando quanta quanti quanto quasi quella quelle quelli quello quest questa queste questi questo qui quindi se sei sempre senza si sia siamo siano sono sopra sotto sta stata stato stesso su sua subito sue sugli sui sul sulla sulle suo suoi tal tale tra tu tua tue tuo tuoi tutta tutte tutti tutto un una uno va verso vi viene voi vostra vostro vuole vuoi tempo succede dire dice sa",
    ),
    (
        "pl",
        "a aby ale albo az bardzo bez bo bowiem by byc byl byla byli bylo cala caly chce ci cie co cos czego czemu czy czyli da dla do dobrze dwa gdy gdyz gdzie go i ich ile im inna inne innego inny innych iz ja jak jaka jaki jakie jako je jeden jedna jednak jedno jego jej jemu jesli jest jestem jeszcze jezeli juz kazda kazdy kiedy kilka kims kogo kogos komu kto ktora ktore ktorego ktorej ktory ktorych ktorym ktos lub ma maja mam mi miedzy mna mnie moga moge moi moj moja moje moze mozna musi musze my na nad nam nami nas nasz nasza nic nich nie niego niej nigdy nim niz no o ob od on ona one oni ono oraz oto pan pani po pod podczas poniewaz powinien przed przede przez przy robi robic rowniez sa sam sama sie skad soba sobie swoj swoja swoje ta tak taka taki takie takze tam te tego tej ten tez to toba tobie tu tutaj tych tylko tym u w wam was we wiec wlasnie wszystko wy z za zawsze zas ze zeby zostal dlugo dzieje mowi wie",
    ),
    (
        "ar",
        "ا اذا الا التي الذي الذين الي ام ان انا انت انه انها او اي ايضا اين ب بعد بعض بل بين تحت ثم جدا حتي حول حيث خلال ذلك دون سوف سيكون عن عند عندما علي غير ف فقط في فيه فيها قبل قد كان كانت كل كم كما كيف كيفيه ل لا لان لكن لم لماذا لن له لها لهم ليس ما ماذا متي مثل مع معه من منذ منه منها نحن نعم ها هذا هذه هل هم هنا هناك هو هي هولاء و والتي والذي وان وفي وقد ولا ولم وما ومن وهو وهي يا يجب يكون يمكن ينبغي تكون يتم",
    ),
];

/// The words of the language of a tag, folded; none where it has no list.
pub(super) fn words(tag: &str) -> Vec<&'static str> {
    let bare = tag.split('-').next().unwrap_or_default();
    let list = LISTS.iter().find(|(language, _)| *language == bare);
    let words = list.map_or("", |(_, words)| words).split_whitespace();
    words.map(|word| text::own(bare, word)).collect()
}

/// Whether a folded word says little in a bare language.
pub(super) fn has(language: &str, word: &str) -> bool {
    static SETS: LazyLock<AHashMap<&str, AHashSet<&str>>> = LazyLock::new(|| {
        let sets = LISTS
            .iter()
            .map(|(language, _)| (*language, words(language)));
        sets.map(|(language, words)| (language, words.into_iter().collect()))
            .collect()
    });
    SETS.get(language).is_some_and(|set| set.contains(word))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::plain::plain;

    #[test]
    fn lists_hold_words_as_they_are_compared() {
        for (language, list) in LISTS {
            for word in list.split(' ') {
                assert_eq!(plain(word), word, "{language}: {word}");
            }
        }
    }

    #[test]
    fn a_tag_with_a_region_has_the_words_of_its_language() {
        assert!(words("pt-BR").contains(&"uma"));
        assert!(words("xx").is_empty());
    }
}
