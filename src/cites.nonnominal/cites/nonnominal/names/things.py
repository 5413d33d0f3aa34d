"""Words which show that a possible name of a person is of something else."""

from cites.nonnominal.names.lists import lists, sections
from cites.nonnominal.names.spelling import words
from functools import cache


def listed(heading: str) -> frozenset[str]:
    """The words of a list in ``data/things.txt``."""
    return words(" ".join(sections("things")[heading]))


#: After a run of capitalised words: the run names a place, a body or a thing.
THINGS_AFTER = words(
    "nation times news herald gazette tribune newspaper magazine journal review gardens "
    "garden "
    "airport airports international airstrip river rivers park parks port harbour "
    "harbor street st road rd avenue ave boulevard lane drive highway district province "
    "state states county region island islands mountain mountains hills hill valley "
    "forest reserve reserves sanctuary conservancy lake bay gulf strait city town "
    "township village border bridge market terminal station hospital university college "
    "school zoo square hotel lodge museum foundation commission act convention protocol "
    "law airlines airways airline air line lines shipping institute trust society "
    "association council ministry department authority agency service services police "
    "customs court office bureau unit team project operation programme program "
    "declaration agreement treaty initiative network fund wildlife national game ranch "
    "farm basin coast cape falls way nile nil nilo pass desert plateau peninsula "
    "corridor crossing checkpoint zone area wharf dock quay gate plaza centre center "
    "building house tower mall complex estate camp barracks prison embassy consulate "
    "cathedral church mosque bank"
) | listed("after")
#: The same in French and Spanish, in which such words stand before names in general.
ROMANCE_AFTER = words(
    "aéroport parc frontière marché gare rivière lac aeropuerto parque puerto calle río "
    "frontera mercado estación"
)
#: Words for places, right after a run, in small letters too.
PLACES_AFTER = listed("places")
ENGLISH_AFTER = THINGS_AFTER
THINGS_AFTER |= ROMANCE_AFTER
#: Words of the list above that are family names too.
THINGS_AND_NAMES = words(
    "hill park lake forest house church lane bank law camp way game cave grove "
    "marsh mill mills pond ridge temple tower meadows orchard atlas sierra brand grill "
    "hall dam savannah inn gorge quarry pool palace springs guardian canyon creek summit"
)
#: Right before a run: the run names a place, a body, a species or a thing.
THINGS_BEFORE = words(
    "dictionnaire diccionario dicionário ziwa mlima mto hifadhi kisiwa mtaa kijiji "
    "wilaya "
    "uwanja msitu barabara daraja lagoa serra praia porto estrada bairro distrito "
    "paso airport aéroport aeropuerto port puerto rue avenue avenida av calle carrera "
    "boulevard bulevar bd lac lago lake mont monte mount mt cape cap cabo fort fuerte "
    "rambla ramblas rua praça via viale corso piazza strasse jalan soi ulitsa prospekt "
    "calzada callejón san santa santo saint sainte são st ste rio río river rivière "
    "parc parque park hôpital hospital université universidad university operation "
    "opération operación project projet proyecto camp campo isla islas île îles island "
    "ville ciudad city quartier barrio colonia marché mercado gare estación plaza place "
    "hotel hôtel lycée école escuela fundación fondation institut instituto pont puente "
    "route ruta carretera provincia province département departamento district distrito "
    "región région comté condado estado état village aldea commune municipio estrecho "
    "golfe golfo bay bahía baie poste puesto terminal aérodrome aeródromo forêt bosque "
    "réserve reserva corridor volcán volcan cordillera stade estadio stadium museum "
    "musée museo palais palacio prison cárcel tribunal loi ley traité vol flight vuelo "
    "sierra serra cerro cerros laguna arroyo quebrada caño cataratas catarata chutes "
    "cascade cascades cascada massif macizo archipel archipiélago archipelago "
    "presqu'île péninsule península peninsula désert desierto valle vallée embalse "
    "represa barrage canal détroit mer mar côte costa playa plage praia punta pointe "
    "finca hacienda rancho fazenda salle salón sala auditorium auditorio amphithéâtre "
    "tour torre edificio immeuble bâtiment centre centro clinique clínica église "
    "iglesia catedral cathédrale basílica colegio collège prix premio prize award medal "
    "médaille medalla ordre orden caserne cuartel camino chemin sendero sentier passage "
    "pasaje col puerta porte muelle quai dock darse rond-point glorieta cementerio "
    "cimetière bibliothèque biblioteca teatro théâtre presidio penal penitenciaría zoo "
    "zoológico zoologique acuario aquarium vivero jardin jardín refuge refugio "
    "sanctuaire santuario biosphère biosfera lieu-dit paraje caserío hameau localité "
    "localidad cantón canton parroquia paroisse wilaya préfecture prefectura cercle "
    "operação projeto campanha programa festa feira clube associação cooperativa grupo "
    "operesheni mradi shule hospitali kanisa msikiti soko kiwanda chuo benki "
    "amendement amendment enmienda emenda convention convenio protocole protocolo "
    "ouragan huracán hurricane cyclone typhoon tifón tormenta tempête"
) | listed("before")
#: The same of what somebody may own: "le sac de Fatou".
OWNED = listed("owned")
THINGS_BEFORE |= OWNED
#: Words between such a word and the name: "parc national de", "reserva natural de".
QUALIFYING = words(
    "national nationale nacional natural naturel naturelle marin marine marino marina "
    "provincial provinciale regional régional internacional international "
    "internationale communautaire comunitaria comunitario faune fauna biosphère "
    "biosfera integral intégrale forestière forestal ecológica araña rouge roja rojo "
    "estadual federal secundaria secundária primaria primária sekondari msingi "
    "vert verde noir negra negro gris blanc blanche blanca blanco doré dorada dorado "
    "géante gigante royal real reina rey queen king roi reine prince princesse príncipe "
    "princesa president président presidente presidenta emperador botanique botánico "
    "botanical zoologique técnico technique público public municipal general général "
    "central centrale padre père father"
)
#: Words of texts about airports, many of which are named after persons.
AIRPORTS = words(
    "airport airports aéroport aéroports aeropuerto aeropuertos aerodrome aérodrome "
    "aeródromo terminal terminals terminaux terminales"
)
#: Animals and plants: "Grevy's zebra", "zèbre de Grévy", "gacela de Cuvier".
SPECIES = words(
    "papagaio papagaios arara araras periquito periquitos jabuti cágado tartaruga "
    "tartarugas "
    "onça jaguatirica pangolim leão girafa gazela crocodilo jacaré jiboia lagarto "
    "camaleão "
    "tubarão coruja falcão falcões gavião águia águias abutre tucano cegonha "
    "zebra zebras gazelle gazelles ridley pangolin pangolins tortoise tortoises turtle "
    "turtles deer parrot parrots macaw macaws lemur lemurs monitor crocodile crane "
    "cranes vulture eagle falcon monkey monkeys mangabey guenon colobus gorilla "
    "rhinoceros rhino bustard buzzard sheep goat antelope kob duiker sitatunga muntjac "
    "fox cat cats bear leopard python boa chameleon gecko iguana frog seahorse shark "
    "whale dolphin porpoise lovebird cockatoo hornbill tragopan pheasant touraco turaco "
    "sifaka langur gibbon loris genet oryx caracara hawk owl zèbre zèbres tortue "
    "tortues cerf perroquet ara grue vautour aigle faucon singe rhinocéros mouflon "
    "chèvre antilope caméléon baleine dauphin cacatoès calao faisan varan cercopithèque "
    "colobe outarde inséparable cebra cebras gacela gacelas tortuga tortugas ciervo "
    "venado loro guacamayo guacamayos lagarto cocodrilo grulla buitre águila halcón "
    "mono rinoceronte cabra antílope camaleón ballena delfín cacatúa cálao faisán "
    "avutarda inseparable zorro oso gato pangolín orquídea orchid aloe cycad palm "
    "cactus rosewood mahogany araña pava pavas tití titi tamarin tamarins tamarino "
    "tamarinos marmoset ouistiti murciélago murciélagos bat bats chauve-souris "
    "roussette renard dhole loup wolf lobo hyena hyène hiena mongoose mangouste "
    "mangosta civet civette civeta loutre otter nutria badger lynx lince caracal "
    "serval tiger tigre tigres lion lions león leones léopard léopards leopardo "
    "leopardos jaguar jaguars cheetah cheetahs guépard guépards guepardo guepardos "
    "elephant elephants éléphant éléphants elefante elefantes hippo hippopotame "
    "hipopótamo girafe giraffe jirafa dugong manatee lamantin manatí seal phoque foca "
    "tapir pecari pecarí vicuña vigogne guanaco chiru saiga ibex markhor bouquetin "
    "argali urial muflón takin serow goral gaur banteng bison buffle búfalo addax "
    "céphalophe duikers damalisque hartebeest topi bontebok nyala bongo kudu impala "
    "eland macaque macaques macaco macacos baboon babouin babuino langurs doucs gibbons "
    "gibón chimpanzee chimpanzés chimpancé bonobo orangutan orang-outan orangután "
    "galago aye-aye indri maki propithèque microcèbe lémurien lémuriens lémur lémures "
    "parakeet parakeets perruche perruches perico pericos periquito cotorra lovebirds "
    "agapornis inséparables perroquets loros lora amazone amazon conure lory lories "
    "loriquet lorikeet lorikeets lori cockatoos cacatúas pionus caique macareux toucan "
    "toucans tucán tucanes aracari touracos calaos hornbills bulbul myna mynah mainate "
    "starling estornino finch finches pinson pinzón bunting bruant warbler fauvette "
    "thrush grive zorzal owls owlet hibou chouette búho lechuza mochuelo eagles aigles "
    "águilas pigargo pygargue hawks falcons faucons halcones buse busard harrier "
    "aguilucho kite milan vultures vautours buitres condor cóndor bustards outardes "
    "grues stork cigogne cigüeña ibis spoonbill flamingo flamenco pelican pélican duck "
    "canard pato goose oie ganso swan cygne cisne pheasants faisans faisanes francolin "
    "partridge perdiz pigeon paloma dove colombe petrel pétrel albatross albatros "
    "hummingbird colibri colibrí sunbird pitta terrapin terrapins galápago jicotea "
    "iguanas iguane iguanes lizard lizards lézard lézards monitors varans geckos "
    "chameleons caméléons camaleones skink scinque snake snakes serpent serpiente "
    "víbora viper vipère cobra pythons pitón boas anaconda crocodiles cocodrilos caiman "
    "caïman caimán gharial gavial frogs grenouille grenouilles rana ranas toad crapaud "
    "sapo salamander salamandre salamandra newt triton tritón sharks requin requins "
    "tiburón tiburones ray raie raya manta sturgeon esturgeon esturión eel anguille "
    "anguila seahorses hippocampe hippocampes caballito wrasse napoléon napoleón whales "
    "ballenas dolphins dauphins delfines porpoises marsouin marsopa coral corail snail "
    "escargot caracol clam bénitier butterfly papillon mariposa birdwing beetle "
    "scorpion escorpión tarantula mygale tarántula orchids orchidée orchidées orquídeas "
    "aloes cactos cycads palms palmier palmera palma cedar cèdre cedro cypress ciprés "
    "pine pino teak ebony ébène ébano rosewoods palissandre palisandro agarwood"
) | listed("animals")
#: Animals whose words are names as well: "la leona, llamada Nala".
BEASTS = words(
    "gorille gorila osa ourse lionne leona tigresse tigresa mona louve loba elefanta "
    "éléphante cub cubs calf chimp chimps bébé cría crías cachorro cachorra jument yegua "
    "jaguara burro ourson lionceau"
)
#: What is sold under a name: "Jasmine Rice".
GOODS = words(
    "rice tea coffee soap oil beer wine bag bags box boxes shoes perfume water bread "
    "sugar juice milk milkshake sauce whisky rum gin riz thé café savon huile arroz té "
    "jabón aceite ron leche birds advocates mammals"
)
#: Spanish words that would be names without their accents: "la Cámara".
ACCENTED = frozenset({"cámara", "cámaras"})
#: Bodies, makes and other things that the lists take for names.
NO_NAMES = words(
    "africa afrique áfrica asia asie europa europe america amérique américa oceania "
    "sahara maghreb caribbean caraïbes caribe balkans levant eastern western northern "
    "southern central horn quay free zone acinonyx panthera leptailurus loxodonta "
    "elephas manis phataginus smutsia gorilla pan pongo ceratotherium diceros "
    "hippopotamus psittacus ara amazona cacatua falco aquila python boa varanus "
    "crocodylus testudo geochelone astrochelys kinixys chamaeleo uroplatus phelsuma "
    "iguana brachylophus hippocampus anguilla carcharhinus sphyrna dalbergia "
    "pterocarpus aquilaria guaiacum cedrela swietenia aloe euphorbia encephalartos "
    "pachypodium hoodia tridacna vicugna lama ursus canis lynx felis caracal neofelis "
    "yamaha xiaomi samsung huawei tecno itel infinix nokia lenovo dell acer asus canon "
    "nikon sony philips siemens garmin bajaj kia bmw audi opel fiat tata mahindra dacia "
    "chery kawasaki vespa chevrolet clabe rut cpf curp dni nie nif imsi iccid amber "
    "africa-twix "
    "uber cap login eta etd awb bl cmr lta uld teu fcl lcl pod pol ebony teak "
    "agenzia dogane dogana polizia ministero bundesamt zoll zollamt polizei receita "
    "federal policia alfandega aduana aduanas douane douanes diego-suarez marie-galante "
    "saiga ovis capra gazella oryx hylobates macaca cercopithecus colobus lemur imo "
    "mmsi imei iban dob interpol europol cites unodc wco omd oma iccwc kws tawa uwa "
    "sanparks zawa afp fbi uk usa uae eu ue onu un iata icao tlp dna adn toyota nissan "
    "honda mitsubishi mercedes benz ford isuzu hyundai suzuki volvo scania renault land "
    "cruiser hilux maersk emirates ethiopian kenya qatar turkish msc cma cgm evergreen "
    "cosco hapag lloyd dhl fedex ups ems tnt whatsapp telegram facebook instagram "
    "tiktok signal wechat viber google gmail paypal union moneygram mpesa bitcoin "
    "tether lufthansa iberia avianca latam rwandair swiss klm air france boeing airbus "
    "cessna traffic wwf iucn uicn ifaw eagle wcs zsl gaafl lusaka agreement dakar"
)
NO_NAMES |= words(
    "unknown unidentified inconnu inconnue desconocido desconocida anonyme anonymous "
    "guyane guyana"
)
#: Genera of animals and plants.
GENERA = listed("genera")
NO_NAMES |= listed("makes") | GENERA
#: Animals in Swahili, some of which are names elsewhere.
SWAHILI_ANIMALS = listed("swahili-animals")
#: Words that are hardly ever a name by themselves.
SELDOM_ALONE = listed("alone")
#: Months and days in English, French and Spanish.
CALENDAR = listed("calendar")
#: Months and days in Portuguese and Swahili that lists have as names.
DAYS = words(
    "januari februari machi aprili mei juni julai agosti septemba oktoba novemba desemba "
    "jumatatu jumatano alhamisi ijumaa jumamosi jumapili janeiro fevereiro março abril "
    "maio junho julho setembro outubro novembro dezembro"
)
NO_NAMES |= DAYS
#: Abbreviations of offices and in signatures.
NO_NAMES |= words(
    "sgd dir min gral gen hon stn encl enc att attn dept div supt gov govt asst comm "
    "exec "
    "secr secret admin mgr ref réf cc pp po pi pcc poi vobo vo bo dgal sres sras mm mmes "
    "messrs gobernadores préfets corp incl excl approx qty pkgs pcs nett wgt dest orig "
    "stmt stmts rpt intvw unid qtd qte qté cant uds "
    "rgds brgds cdt cdlt atte slds idem ditto "
    "verbalisateur verbalisatrice interpellant saisissant actuante actuantes "
    "rcvd recd acct cert authoris autoris déc décl expéd imm immat lic veh véh sec sect"
)
#: Words of offices in Swahili, which follow another word of an office.
NO_NAMES |= words(
    "rolex longchamp motorola oppo redmi realme oneplus alcatel casio seiko "
    "breitling rado "
    "tissot longines swatch haojin sanlg boxer nida botanic botanical kazi jana leo "
    "kesho mkuu mtendaji msaidizi wanyamapori "
    "misitu forodha polisi "
    "kilimo uchunguzi upelelezi "
    "mahakama serikali mkoa wilaya taifa"
)
#: Words in labels of forms whose values are names, but not of persons.
LABELS = words(
    "trade commercial comercial business social sociale raison razón biashara fantasia "
    "port puerto porto product produit producto produto vessel ship navire buque navio "
    "place lieu lugar goods species espece especie date fecha file fichier archivo "
    "country pays pais nchi bank banque banco benki hotel school ecole escuela company "
    "societe entreprise empresa kampuni firm firme project projet proyecto operation "
    "village aldea aldeia kijiji ville ciudad cidade mji city district region province "
    "commune bandari meli product item scientific scientifique cientifico common commun "
    "comun authority autorite autoridad agency agence agencia office bureau oficina"
)
#: What a body or a post is called, and nobody: "Ranger Post".
PARTS_OF_BODIES = (ENGLISH_AFTER - THINGS_AND_NAMES) | listed("places")
#: Several animals, whose names may follow.
SEVERAL_ANIMALS = frozenset(animal for animal in SPECIES if animal.endswith("s"))
#: The alphabet of radio operators.
SPELLING = words(
    "alpha alfa bravo charlie delta echo foxtrot golf hotel india juliet juliett kilo "
    "lima mike november oscar papa quebec romeo sierra tango uniform victor whiskey "
    "x-ray xray yankee zulu"
)

#: Those of them that nobody is called.
SPELLING_ONLY = SPELLING & words(
    "alpha alfa bravo delta echo foxtrot golf hotel kilo quebec tango uniform whiskey "
    "x-ray xray yankee"
)


@cache
def sure_species() -> frozenset[str]:
    """Animals and plants that are no names."""
    return SPECIES - frozenset(lists().names)
