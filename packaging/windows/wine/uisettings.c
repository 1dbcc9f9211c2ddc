/* For the wine prefix of the trial only, never in the bundle: a stub of the WinRT class UISettings,
   which Qt asks for and wine 8 lacks. It answers with the colours of plain Windows 10. */
#include <windows.h>
__attribute__((used)) static const char mark[] = "OptLab wine shim";
typedef struct { const void *vt; LONG rc; const void *vt3; const void *vt2; const void *vt4; } Obj;
typedef struct { BYTE A,R,G,B; } Color;
static const GUID IUnk={0,0,0,{0xC0,0,0,0,0,0,0,0x46}},
 IInsp={0xAF86E2E0,0xB12D,0x4c6a,{0x9C,0x5A,0xD7,0xAA,0x65,0x10,0x1E,0x90}},
 IAgile={0x94ea2b94,0xe9cc,0x49e0,{0xc0,0xff,0xee,0x64,0xca,0x8f,0x5b,0x90}},
 IActF={0x00000035,0,0,{0xC0,0,0,0,0,0,0,0x46}},
 IUIS={0x85361600,0x1C63,0x4627,{0xBC,0xB1,0x3A,0x89,0xE0,0xBC,0x9C,0x55}},
 IUIS2={0xBAD82401,0x2721,0x44F9,{0xBB,0x91,0x2B,0xB2,0x28,0xBE,0x44,0x2F}},
 IUIS3={0x03021BE4,0x5254,0x4781,{0x81,0x94,0x51,0x68,0xF7,0xD0,0x6D,0x7B}},
 IUIS4={0x52BB3002,0x919B,0x4D6B,{0x9B,0x78,0x8D,0xD6,0x6F,0xF4,0xB9,0x3B}};
#define EQ(a,b) (!memcmp(a,&b,16))
static Obj theobj; static Obj fac;
static HRESULT objQI(void*p,REFIID r,void**o){
 if(EQ(r,IUnk)||EQ(r,IInsp)||EQ(r,IAgile)||EQ(r,IUIS)) *o=&theobj.vt; else if(EQ(r,IUIS3)) *o=&theobj.vt3; else if(EQ(r,IUIS2)) *o=&theobj.vt2; else if(EQ(r,IUIS4)) *o=&theobj.vt4; else {*o=0;return E_NOINTERFACE;} return S_OK;}
static ULONG addref(void*p){return 2;} static ULONG rel(void*p){return 1;}
static HRESULT iids(void*p,ULONG*n,IID**i){*n=0;*i=0;return S_OK;} static HRESULT cls(void*p,void**s){*s=0;return S_OK;} static HRESULT trust(void*p,int*t){*t=0;return S_OK;}
static HRESULT ni(void*p){return E_NOTIMPL;}
static HRESULT getColor(void*p,int t,Color*c){ static const Color tab[]={{255,255,255,255},{255,0,0,0},{255,0,38,66},{255,0,66,117},{255,0,90,158},{255,0,120,215},{255,66,156,227},{255,118,185,237},{255,166,216,255},{255,0,120,215}}; if(t<0||t>9)return E_INVALIDARG; *c=tab[t]; return S_OK;}
static HRESULT addev(void*p,void*h,INT64*t){*t=1;return S_OK;} static HRESULT remev(void*p,INT64 t){return S_OK;}
static HRESULT tsf(void*p,double*d){*d=1.0;return S_OK;} static HRESULT adv(void*p,BYTE*b){*b=0;return S_OK;}
static const void*vt1[]={objQI,addref,rel,iids,cls,trust,ni,ni,ni,ni,ni,ni,ni,ni,ni,ni,ni,ni,ni,ni};
static const void*v3[]={objQI,addref,rel,iids,cls,trust,getColor,addev,remev};
static const void*v2[]={objQI,addref,rel,iids,cls,trust,tsf,addev,remev};
static const void*v4[]={objQI,addref,rel,iids,cls,trust,adv,addev,remev};
static Obj theobj={vt1,1,v3,v2,v4};
static HRESULT facQI(void*p,REFIID r,void**o){ if(EQ(r,IUnk)||EQ(r,IInsp)||EQ(r,IAgile)||EQ(r,IActF)) {*o=&fac;return S_OK;} *o=0; return E_NOINTERFACE;}
static HRESULT act(void*p,void**o){*o=&theobj;return S_OK;}
static const void*vf[]={facQI,addref,rel,iids,cls,trust,act};
static Obj fac={vf};
__declspec(dllexport) HRESULT WINAPI DllGetActivationFactory(void*cid,void**o){*o=&fac;return S_OK;}
__declspec(dllexport) HRESULT WINAPI DllCanUnloadNow(void){return S_FALSE;}
