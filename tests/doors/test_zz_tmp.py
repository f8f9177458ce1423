from tests.doors.conftest import *
from tests.doors.driver import *
from tests.doors.test_verbs import *
STEPS=("run", "tiers", "health", "targets", "quarters", "map", "capacity", "kpi", "month", "check")
def test_demo(tmp_path):
    for lang in ("zh","en"):
        p=tmp_path/f"d{lang}.xlsx"
        s=salesplan("demo","--lang",lang,"-o",p,"--json"); print(s.code, s.document["changed"])
        for v in STEPS:
            d=salesplan(v,p,"--json"); 
            if d.code!=0 or d.document["changed"]: print(lang,v,d.code,d.document["changed"],d.document["changes"][:6])
        b=Book(p,lang)
        names=[r["name"] for r in b.rows("customers")]
        b.delete_row("customers",names[3]); b.delete_row("customers",names[30])
        b.type("customers",names[5],name="改名公司")
        b.type("targets",names[6],growth=0.4); b.type("map",names[7],q3=33.0)
        b.type_setting(growth_a=0.11)
        for v in STEPS:
            dry=salesplan(v,p,"--json","--dry-run"); d=salesplan(v,p,"--json")
            same=dry.document["changes"]==d.document["changes"]
            again=salesplan(v,p,"--json")
            print(lang,v,d.code,d.document["changed"],same,again.document["changed"],again.document["changes"][:3], [f["code"] for f in d.document["findings"] if f["code"].startswith("F-0")])
        for r in b.rows("findings"):
            if r["code"].startswith("F-0"): print(r)
        print([ (r["customer"],r["edited"]) for t in ("targets","map") for r in b.rows(t) if r["edited"]])
