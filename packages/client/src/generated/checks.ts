// Made from docs/openapi.json by `npm run openapi`.
// @ts-nocheck
"use strict";
export const checkActionList = validate22;


const pattern0 = new RegExp("^(?:(?:\\d\\d[2468][048]|\\d\\d[13579][26]|\\d\\d0[48]|[02468][048]00|[13579][26]00)-02-29|\\d{4}-(?:(?:0[13578]|1[02])-(?:0[1-9]|[12]\\d|3[01])|(?:0[469]|11)-(?:0[1-9]|[12]\\d|30)|(?:02)-(?:0[1-9]|1\\d|2[0-8])))T(?:(?:[01]\\d|2[0-3]):[0-5]\\d:[0-5]\\d(?:\\.\\d+)?(?:Z))$", "u");

function validate23(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(errors === 0){
if(data && typeof data == "object" && !Array.isArray(data)){
let missing0;
if(((((((((data.sequence === undefined) && (missing0 = "sequence")) || ((data.at === undefined) && (missing0 = "at"))) || ((data.action === undefined) && (missing0 = "action"))) || ((data.target === undefined) && (missing0 = "target"))) || ((data.outcome === undefined) && (missing0 = "outcome"))) || ((data.status === undefined) && (missing0 = "status"))) || ((data.requestId === undefined) && (missing0 = "requestId"))) || ((data.address === undefined) && (missing0 = "address"))){
validate23.errors = [{instancePath,keyword:"required"}];
return false;
}
else {
if(data.sequence !== undefined){
let data0 = data.sequence;
const _errs1 = errors;
if(!(((typeof data0 == "number") && (!(data0 % 1) && !isNaN(data0))) && (isFinite(data0)))){
validate23.errors = [{instancePath:instancePath+"/sequence",keyword:"type"}];
return false;
}
var valid0 = _errs1 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.at !== undefined){
let data1 = data.at;
const _errs3 = errors;
if(errors === _errs3){
if(errors === _errs3){
if(typeof data1 === "string"){
if(!pattern0.test(data1)){
validate23.errors = [{instancePath:instancePath+"/at",keyword:"pattern"}];
return false;
}
}
else {
validate23.errors = [{instancePath:instancePath+"/at",keyword:"type"}];
return false;
}
}
}
var valid0 = _errs3 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.actor !== undefined){
const _errs5 = errors;
if(typeof data.actor !== "string"){
validate23.errors = [{instancePath:instancePath+"/actor",keyword:"type"}];
return false;
}
var valid0 = _errs5 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.role !== undefined){
let data3 = data.role;
const _errs7 = errors;
if(typeof data3 !== "string"){
validate23.errors = [{instancePath:instancePath+"/role",keyword:"type"}];
return false;
}
if(!((((data3 === "viewer") || (data3 === "worker")) || (data3 === "maintainer")) || (data3 === "admin"))){
validate23.errors = [{instancePath:instancePath+"/role",keyword:"enum"}];
return false;
}
var valid0 = _errs7 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.action !== undefined){
const _errs9 = errors;
if(typeof data.action !== "string"){
validate23.errors = [{instancePath:instancePath+"/action",keyword:"type"}];
return false;
}
var valid0 = _errs9 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.target !== undefined){
const _errs11 = errors;
if(typeof data.target !== "string"){
validate23.errors = [{instancePath:instancePath+"/target",keyword:"type"}];
return false;
}
var valid0 = _errs11 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.outcome !== undefined){
let data6 = data.outcome;
const _errs13 = errors;
if(typeof data6 !== "string"){
validate23.errors = [{instancePath:instancePath+"/outcome",keyword:"type"}];
return false;
}
if(!(((data6 === "done") || (data6 === "refused")) || (data6 === "failed"))){
validate23.errors = [{instancePath:instancePath+"/outcome",keyword:"enum"}];
return false;
}
var valid0 = _errs13 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.status !== undefined){
let data7 = data.status;
const _errs15 = errors;
if(!(((typeof data7 == "number") && (!(data7 % 1) && !isNaN(data7))) && (isFinite(data7)))){
validate23.errors = [{instancePath:instancePath+"/status",keyword:"type"}];
return false;
}
var valid0 = _errs15 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.reason !== undefined){
const _errs17 = errors;
if(typeof data.reason !== "string"){
validate23.errors = [{instancePath:instancePath+"/reason",keyword:"type"}];
return false;
}
var valid0 = _errs17 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.requestId !== undefined){
const _errs19 = errors;
if(typeof data.requestId !== "string"){
validate23.errors = [{instancePath:instancePath+"/requestId",keyword:"type"}];
return false;
}
var valid0 = _errs19 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.address !== undefined){
const _errs21 = errors;
if(typeof data.address !== "string"){
validate23.errors = [{instancePath:instancePath+"/address",keyword:"type"}];
return false;
}
var valid0 = _errs21 === errors;
}
else {
var valid0 = true;
}
}
}
}
}
}
}
}
}
}
}
}
}
else {
validate23.errors = [{instancePath,keyword:"type"}];
return false;
}
}
validate23.errors = vErrors;
return errors === 0;
}


function validate22(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(errors === 0){
if(data && typeof data == "object" && !Array.isArray(data)){
let missing0;
if((data.actions === undefined) && (missing0 = "actions")){
validate22.errors = [{instancePath,keyword:"required"}];
return false;
}
else {
if(data.actions !== undefined){
let data0 = data.actions;
const _errs1 = errors;
if(errors === _errs1){
if(Array.isArray(data0)){
var valid1 = true;
const len0 = data0.length;
for(let i0=0; i0<len0; i0++){
const _errs3 = errors;
if(!(validate23(data0[i0], {instancePath:instancePath+"/actions/" + i0,parentData:data0,parentDataProperty:i0,rootData}))){
vErrors = vErrors === null ? validate23.errors : vErrors.concat(validate23.errors);
errors = vErrors.length;
}
var valid1 = _errs3 === errors;
if(!valid1){
break;
}
}
}
else {
validate22.errors = [{instancePath:instancePath+"/actions",keyword:"type"}];
return false;
}
}
var valid0 = _errs1 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.next !== undefined){
const _errs4 = errors;
if(typeof data.next !== "string"){
validate22.errors = [{instancePath:instancePath+"/next",keyword:"type"}];
return false;
}
var valid0 = _errs4 === errors;
}
else {
var valid0 = true;
}
}
}
}
else {
validate22.errors = [{instancePath,keyword:"type"}];
return false;
}
}
validate22.errors = vErrors;
return errors === 0;
}

export const checkActor = validate25;


function validate25(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(errors === 0){
if(data && typeof data == "object" && !Array.isArray(data)){
let missing0;
if((((data.name === undefined) && (missing0 = "name")) || ((data.role === undefined) && (missing0 = "role"))) || ((data.via === undefined) && (missing0 = "via"))){
validate25.errors = [{instancePath,keyword:"required"}];
return false;
}
else {
if(data.name !== undefined){
const _errs1 = errors;
if(typeof data.name !== "string"){
validate25.errors = [{instancePath:instancePath+"/name",keyword:"type"}];
return false;
}
var valid0 = _errs1 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.role !== undefined){
let data1 = data.role;
const _errs3 = errors;
if(typeof data1 !== "string"){
validate25.errors = [{instancePath:instancePath+"/role",keyword:"type"}];
return false;
}
if(!((((data1 === "viewer") || (data1 === "worker")) || (data1 === "maintainer")) || (data1 === "admin"))){
validate25.errors = [{instancePath:instancePath+"/role",keyword:"enum"}];
return false;
}
var valid0 = _errs3 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.via !== undefined){
let data2 = data.via;
const _errs5 = errors;
if(typeof data2 !== "string"){
validate25.errors = [{instancePath:instancePath+"/via",keyword:"type"}];
return false;
}
if(!(((data2 === "installation") || (data2 === "token")) || (data2 === "session"))){
validate25.errors = [{instancePath:instancePath+"/via",keyword:"enum"}];
return false;
}
var valid0 = _errs5 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.id !== undefined){
const _errs7 = errors;
if(typeof data.id !== "string"){
validate25.errors = [{instancePath:instancePath+"/id",keyword:"type"}];
return false;
}
var valid0 = _errs7 === errors;
}
else {
var valid0 = true;
}
}
}
}
}
}
else {
validate25.errors = [{instancePath,keyword:"type"}];
return false;
}
}
validate25.errors = vErrors;
return errors === 0;
}

export const checkAudit = validate26;


const pattern1 = new RegExp("^sha256:[0-9a-f]{64}$", "u");

function validate27(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(errors === 0){
if(data && typeof data == "object" && !Array.isArray(data)){
let missing0;
if(((data.position === undefined) && (missing0 = "position")) || ((data.digest === undefined) && (missing0 = "digest"))){
validate27.errors = [{instancePath,keyword:"required"}];
return false;
}
else {
if(data.position !== undefined){
let data0 = data.position;
const _errs1 = errors;
if(!(((typeof data0 == "number") && (!(data0 % 1) && !isNaN(data0))) && (isFinite(data0)))){
validate27.errors = [{instancePath:instancePath+"/position",keyword:"type"}];
return false;
}
var valid0 = _errs1 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.digest !== undefined){
let data1 = data.digest;
const _errs3 = errors;
if(errors === _errs3){
if(typeof data1 === "string"){
if(!pattern1.test(data1)){
validate27.errors = [{instancePath:instancePath+"/digest",keyword:"pattern"}];
return false;
}
}
else {
validate27.errors = [{instancePath:instancePath+"/digest",keyword:"type"}];
return false;
}
}
var valid0 = _errs3 === errors;
}
else {
var valid0 = true;
}
}
}
}
else {
validate27.errors = [{instancePath,keyword:"type"}];
return false;
}
}
validate27.errors = vErrors;
return errors === 0;
}


function validate26(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(errors === 0){
if(data && typeof data == "object" && !Array.isArray(data)){
let missing0;
if((((data.holds === undefined) && (missing0 = "holds")) || ((data.problems === undefined) && (missing0 = "problems"))) || ((data.problemCount === undefined) && (missing0 = "problemCount"))){
validate26.errors = [{instancePath,keyword:"required"}];
return false;
}
else {
if(data.holds !== undefined){
const _errs1 = errors;
if(typeof data.holds !== "boolean"){
validate26.errors = [{instancePath:instancePath+"/holds",keyword:"type"}];
return false;
}
var valid0 = _errs1 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.head !== undefined){
const _errs3 = errors;
if(!(validate27(data.head, {instancePath:instancePath+"/head",parentData:data,parentDataProperty:"head",rootData}))){
vErrors = vErrors === null ? validate27.errors : vErrors.concat(validate27.errors);
errors = vErrors.length;
}
var valid0 = _errs3 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.since !== undefined){
const _errs4 = errors;
if(!(validate27(data.since, {instancePath:instancePath+"/since",parentData:data,parentDataProperty:"since",rootData}))){
vErrors = vErrors === null ? validate27.errors : vErrors.concat(validate27.errors);
errors = vErrors.length;
}
var valid0 = _errs4 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.problems !== undefined){
let data3 = data.problems;
const _errs5 = errors;
if(errors === _errs5){
if(Array.isArray(data3)){
var valid1 = true;
const len0 = data3.length;
for(let i0=0; i0<len0; i0++){
let data4 = data3[i0];
const _errs7 = errors;
if(errors === _errs7){
if(data4 && typeof data4 == "object" && !Array.isArray(data4)){
let missing1;
if(((data4.kind === undefined) && (missing1 = "kind")) || ((data4.message === undefined) && (missing1 = "message"))){
validate26.errors = [{instancePath:instancePath+"/problems/" + i0,keyword:"required"}];
return false;
}
else {
if(data4.kind !== undefined){
let data5 = data4.kind;
const _errs9 = errors;
if(typeof data5 !== "string"){
validate26.errors = [{instancePath:instancePath+"/problems/" + i0+"/kind",keyword:"type"}];
return false;
}
if(!((((data5 === "broken") || (data5 === "changed")) || (data5 === "unrecorded")) || (data5 === "head-lost"))){
validate26.errors = [{instancePath:instancePath+"/problems/" + i0+"/kind",keyword:"enum"}];
return false;
}
var valid2 = _errs9 === errors;
}
else {
var valid2 = true;
}
if(valid2){
if(data4.position !== undefined){
let data6 = data4.position;
const _errs11 = errors;
if(!(((typeof data6 == "number") && (!(data6 % 1) && !isNaN(data6))) && (isFinite(data6)))){
validate26.errors = [{instancePath:instancePath+"/problems/" + i0+"/position",keyword:"type"}];
return false;
}
var valid2 = _errs11 === errors;
}
else {
var valid2 = true;
}
if(valid2){
if(data4.record !== undefined){
const _errs13 = errors;
if(typeof data4.record !== "string"){
validate26.errors = [{instancePath:instancePath+"/problems/" + i0+"/record",keyword:"type"}];
return false;
}
var valid2 = _errs13 === errors;
}
else {
var valid2 = true;
}
if(valid2){
if(data4.rows !== undefined){
const _errs15 = errors;
if(typeof data4.rows !== "string"){
validate26.errors = [{instancePath:instancePath+"/problems/" + i0+"/rows",keyword:"type"}];
return false;
}
var valid2 = _errs15 === errors;
}
else {
var valid2 = true;
}
if(valid2){
if(data4.message !== undefined){
const _errs17 = errors;
if(typeof data4.message !== "string"){
validate26.errors = [{instancePath:instancePath+"/problems/" + i0+"/message",keyword:"type"}];
return false;
}
var valid2 = _errs17 === errors;
}
else {
var valid2 = true;
}
}
}
}
}
}
}
else {
validate26.errors = [{instancePath:instancePath+"/problems/" + i0,keyword:"type"}];
return false;
}
}
var valid1 = _errs7 === errors;
if(!valid1){
break;
}
}
}
else {
validate26.errors = [{instancePath:instancePath+"/problems",keyword:"type"}];
return false;
}
}
var valid0 = _errs5 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.problemCount !== undefined){
let data10 = data.problemCount;
const _errs19 = errors;
if(!(((typeof data10 == "number") && (!(data10 % 1) && !isNaN(data10))) && (isFinite(data10)))){
validate26.errors = [{instancePath:instancePath+"/problemCount",keyword:"type"}];
return false;
}
var valid0 = _errs19 === errors;
}
else {
var valid0 = true;
}
}
}
}
}
}
}
else {
validate26.errors = [{instancePath,keyword:"type"}];
return false;
}
}
validate26.errors = vErrors;
return errors === 0;
}

export const checkBlueprintList = validate30;



function validate31(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(errors === 0){
if(data && typeof data == "object" && !Array.isArray(data)){
let missing0;
if(((((((data.name === undefined) && (missing0 = "name")) || ((data.digest === undefined) && (missing0 = "digest"))) || ((data.description === undefined) && (missing0 = "description"))) || ((data.arches === undefined) && (missing0 = "arches"))) || ((data.stages === undefined) && (missing0 = "stages"))) || ((data.seeds === undefined) && (missing0 = "seeds"))){
validate31.errors = [{instancePath,keyword:"required"}];
return false;
}
else {
if(data.name !== undefined){
const _errs1 = errors;
if(typeof data.name !== "string"){
validate31.errors = [{instancePath:instancePath+"/name",keyword:"type"}];
return false;
}
var valid0 = _errs1 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.digest !== undefined){
const _errs3 = errors;
if(typeof data.digest !== "string"){
validate31.errors = [{instancePath:instancePath+"/digest",keyword:"type"}];
return false;
}
var valid0 = _errs3 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.description !== undefined){
const _errs5 = errors;
if(typeof data.description !== "string"){
validate31.errors = [{instancePath:instancePath+"/description",keyword:"type"}];
return false;
}
var valid0 = _errs5 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.arches !== undefined){
let data3 = data.arches;
const _errs7 = errors;
if(errors === _errs7){
if(Array.isArray(data3)){
var valid1 = true;
const len0 = data3.length;
for(let i0=0; i0<len0; i0++){
let data4 = data3[i0];
const _errs9 = errors;
if(typeof data4 !== "string"){
validate31.errors = [{instancePath:instancePath+"/arches/" + i0,keyword:"type"}];
return false;
}
if(!((data4 === "x86_64") || (data4 === "aarch64"))){
validate31.errors = [{instancePath:instancePath+"/arches/" + i0,keyword:"enum"}];
return false;
}
var valid1 = _errs9 === errors;
if(!valid1){
break;
}
}
}
else {
validate31.errors = [{instancePath:instancePath+"/arches",keyword:"type"}];
return false;
}
}
var valid0 = _errs7 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.stages !== undefined){
let data5 = data.stages;
const _errs11 = errors;
if(errors === _errs11){
if(Array.isArray(data5)){
var valid2 = true;
const len1 = data5.length;
for(let i1=0; i1<len1; i1++){
let data6 = data5[i1];
const _errs13 = errors;
if(errors === _errs13){
if(data6 && typeof data6 == "object" && !Array.isArray(data6)){
let missing1;
if(((data6.name === undefined) && (missing1 = "name")) || ((data6.inputs === undefined) && (missing1 = "inputs"))){
validate31.errors = [{instancePath:instancePath+"/stages/" + i1,keyword:"required"}];
return false;
}
else {
if(data6.name !== undefined){
const _errs15 = errors;
if(typeof data6.name !== "string"){
validate31.errors = [{instancePath:instancePath+"/stages/" + i1+"/name",keyword:"type"}];
return false;
}
var valid3 = _errs15 === errors;
}
else {
var valid3 = true;
}
if(valid3){
if(data6.inputs !== undefined){
let data8 = data6.inputs;
const _errs17 = errors;
if(errors === _errs17){
if(Array.isArray(data8)){
var valid4 = true;
const len2 = data8.length;
for(let i2=0; i2<len2; i2++){
const _errs19 = errors;
if(typeof data8[i2] !== "string"){
validate31.errors = [{instancePath:instancePath+"/stages/" + i1+"/inputs/" + i2,keyword:"type"}];
return false;
}
var valid4 = _errs19 === errors;
if(!valid4){
break;
}
}
}
else {
validate31.errors = [{instancePath:instancePath+"/stages/" + i1+"/inputs",keyword:"type"}];
return false;
}
}
var valid3 = _errs17 === errors;
}
else {
var valid3 = true;
}
}
}
}
else {
validate31.errors = [{instancePath:instancePath+"/stages/" + i1,keyword:"type"}];
return false;
}
}
var valid2 = _errs13 === errors;
if(!valid2){
break;
}
}
}
else {
validate31.errors = [{instancePath:instancePath+"/stages",keyword:"type"}];
return false;
}
}
var valid0 = _errs11 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.seeds !== undefined){
let data10 = data.seeds;
const _errs21 = errors;
if(errors === _errs21){
if(Array.isArray(data10)){
var valid5 = true;
const len3 = data10.length;
for(let i3=0; i3<len3; i3++){
let data11 = data10[i3];
const _errs23 = errors;
if(errors === _errs23){
if(data11 && typeof data11 == "object" && !Array.isArray(data11)){
let missing2;
if((((data11.name === undefined) && (missing2 = "name")) || ((data11.type === undefined) && (missing2 = "type"))) || ((data11.reason === undefined) && (missing2 = "reason"))){
validate31.errors = [{instancePath:instancePath+"/seeds/" + i3,keyword:"required"}];
return false;
}
else {
if(data11.name !== undefined){
const _errs25 = errors;
if(typeof data11.name !== "string"){
validate31.errors = [{instancePath:instancePath+"/seeds/" + i3+"/name",keyword:"type"}];
return false;
}
var valid6 = _errs25 === errors;
}
else {
var valid6 = true;
}
if(valid6){
if(data11.type !== undefined){
const _errs27 = errors;
if(typeof data11.type !== "string"){
validate31.errors = [{instancePath:instancePath+"/seeds/" + i3+"/type",keyword:"type"}];
return false;
}
var valid6 = _errs27 === errors;
}
else {
var valid6 = true;
}
if(valid6){
if(data11.reason !== undefined){
const _errs29 = errors;
if(typeof data11.reason !== "string"){
validate31.errors = [{instancePath:instancePath+"/seeds/" + i3+"/reason",keyword:"type"}];
return false;
}
var valid6 = _errs29 === errors;
}
else {
var valid6 = true;
}
}
}
}
}
else {
validate31.errors = [{instancePath:instancePath+"/seeds/" + i3,keyword:"type"}];
return false;
}
}
var valid5 = _errs23 === errors;
if(!valid5){
break;
}
}
}
else {
validate31.errors = [{instancePath:instancePath+"/seeds",keyword:"type"}];
return false;
}
}
var valid0 = _errs21 === errors;
}
else {
var valid0 = true;
}
}
}
}
}
}
}
}
else {
validate31.errors = [{instancePath,keyword:"type"}];
return false;
}
}
validate31.errors = vErrors;
return errors === 0;
}


function validate30(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(errors === 0){
if(data && typeof data == "object" && !Array.isArray(data)){
let missing0;
if((data.blueprints === undefined) && (missing0 = "blueprints")){
validate30.errors = [{instancePath,keyword:"required"}];
return false;
}
else {
if(data.blueprints !== undefined){
let data0 = data.blueprints;
const _errs1 = errors;
if(errors === _errs1){
if(Array.isArray(data0)){
var valid1 = true;
const len0 = data0.length;
for(let i0=0; i0<len0; i0++){
const _errs3 = errors;
if(!(validate31(data0[i0], {instancePath:instancePath+"/blueprints/" + i0,parentData:data0,parentDataProperty:i0,rootData}))){
vErrors = vErrors === null ? validate31.errors : vErrors.concat(validate31.errors);
errors = vErrors.length;
}
var valid1 = _errs3 === errors;
if(!valid1){
break;
}
}
}
else {
validate30.errors = [{instancePath:instancePath+"/blueprints",keyword:"type"}];
return false;
}
}
}
}
}
else {
validate30.errors = [{instancePath,keyword:"type"}];
return false;
}
}
validate30.errors = vErrors;
return errors === 0;
}

export const checkBuildDetail = validate33;

const pattern2 = new RegExp("^([0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[1-8][0-9a-fA-F]{3}-[89abAB][0-9a-fA-F]{3}-[0-9a-fA-F]{12}|00000000-0000-0000-0000-000000000000|ffffffff-ffff-ffff-ffff-ffffffffffff)$", "u");


function validate34(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(errors === 0){
if(data && typeof data == "object" && !Array.isArray(data)){
let missing0;
if((((data.index === undefined) && (missing0 = "index")) || ((data.total === undefined) && (missing0 = "total"))) || ((data.label === undefined) && (missing0 = "label"))){
validate34.errors = [{instancePath,keyword:"required"}];
return false;
}
else {
if(data.index !== undefined){
let data0 = data.index;
const _errs1 = errors;
if(!(((typeof data0 == "number") && (!(data0 % 1) && !isNaN(data0))) && (isFinite(data0)))){
validate34.errors = [{instancePath:instancePath+"/index",keyword:"type"}];
return false;
}
var valid0 = _errs1 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.total !== undefined){
let data1 = data.total;
const _errs3 = errors;
if(!(((typeof data1 == "number") && (!(data1 % 1) && !isNaN(data1))) && (isFinite(data1)))){
validate34.errors = [{instancePath:instancePath+"/total",keyword:"type"}];
return false;
}
var valid0 = _errs3 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.label !== undefined){
const _errs5 = errors;
if(typeof data.label !== "string"){
validate34.errors = [{instancePath:instancePath+"/label",keyword:"type"}];
return false;
}
var valid0 = _errs5 === errors;
}
else {
var valid0 = true;
}
}
}
}
}
else {
validate34.errors = [{instancePath,keyword:"type"}];
return false;
}
}
validate34.errors = vErrors;
return errors === 0;
}



function validate36(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(errors === 0){
if(data && typeof data == "object" && !Array.isArray(data)){
let missing0;
if(((((data.code === undefined) && (missing0 = "code")) || ((data.message === undefined) && (missing0 = "message"))) || ((data.retryable === undefined) && (missing0 = "retryable"))) || ((data.logTail === undefined) && (missing0 = "logTail"))){
validate36.errors = [{instancePath,keyword:"required"}];
return false;
}
else {
if(data.code !== undefined){
const _errs1 = errors;
if(typeof data.code !== "string"){
validate36.errors = [{instancePath:instancePath+"/code",keyword:"type"}];
return false;
}
var valid0 = _errs1 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.message !== undefined){
const _errs3 = errors;
if(typeof data.message !== "string"){
validate36.errors = [{instancePath:instancePath+"/message",keyword:"type"}];
return false;
}
var valid0 = _errs3 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.wayOut !== undefined){
const _errs5 = errors;
if(typeof data.wayOut !== "string"){
validate36.errors = [{instancePath:instancePath+"/wayOut",keyword:"type"}];
return false;
}
var valid0 = _errs5 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.step !== undefined){
const _errs7 = errors;
if(typeof data.step !== "string"){
validate36.errors = [{instancePath:instancePath+"/step",keyword:"type"}];
return false;
}
var valid0 = _errs7 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.retryable !== undefined){
const _errs9 = errors;
if(typeof data.retryable !== "boolean"){
validate36.errors = [{instancePath:instancePath+"/retryable",keyword:"type"}];
return false;
}
var valid0 = _errs9 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.logTail !== undefined){
let data5 = data.logTail;
const _errs11 = errors;
if(errors === _errs11){
if(Array.isArray(data5)){
var valid1 = true;
const len0 = data5.length;
for(let i0=0; i0<len0; i0++){
const _errs13 = errors;
if(typeof data5[i0] !== "string"){
validate36.errors = [{instancePath:instancePath+"/logTail/" + i0,keyword:"type"}];
return false;
}
var valid1 = _errs13 === errors;
if(!valid1){
break;
}
}
}
else {
validate36.errors = [{instancePath:instancePath+"/logTail",keyword:"type"}];
return false;
}
}
var valid0 = _errs11 === errors;
}
else {
var valid0 = true;
}
}
}
}
}
}
}
}
else {
validate36.errors = [{instancePath,keyword:"type"}];
return false;
}
}
validate36.errors = vErrors;
return errors === 0;
}




function validate40(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(errors === 0){
if(data && typeof data == "object" && !Array.isArray(data)){
let missing0;
if(((((data.label === undefined) && (missing0 = "label")) || ((data.startedAt === undefined) && (missing0 = "startedAt"))) || ((data.finishedAt === undefined) && (missing0 = "finishedAt"))) || ((data.exitCode === undefined) && (missing0 = "exitCode"))){
validate40.errors = [{instancePath,keyword:"required"}];
return false;
}
else {
if(data.label !== undefined){
const _errs1 = errors;
if(typeof data.label !== "string"){
validate40.errors = [{instancePath:instancePath+"/label",keyword:"type"}];
return false;
}
var valid0 = _errs1 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.startedAt !== undefined){
let data1 = data.startedAt;
const _errs3 = errors;
if(errors === _errs3){
if(errors === _errs3){
if(typeof data1 === "string"){
if(!pattern0.test(data1)){
validate40.errors = [{instancePath:instancePath+"/startedAt",keyword:"pattern"}];
return false;
}
}
else {
validate40.errors = [{instancePath:instancePath+"/startedAt",keyword:"type"}];
return false;
}
}
}
var valid0 = _errs3 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.finishedAt !== undefined){
let data2 = data.finishedAt;
const _errs5 = errors;
if(errors === _errs5){
if(errors === _errs5){
if(typeof data2 === "string"){
if(!pattern0.test(data2)){
validate40.errors = [{instancePath:instancePath+"/finishedAt",keyword:"pattern"}];
return false;
}
}
else {
validate40.errors = [{instancePath:instancePath+"/finishedAt",keyword:"type"}];
return false;
}
}
}
var valid0 = _errs5 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.exitCode !== undefined){
let data3 = data.exitCode;
const _errs7 = errors;
const _errs8 = errors;
let valid1 = false;
const _errs9 = errors;
if(!(((typeof data3 == "number") && (!(data3 % 1) && !isNaN(data3))) && (isFinite(data3)))){
const err0 = {instancePath:instancePath+"/exitCode",keyword:"type"};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
var _valid0 = _errs9 === errors;
valid1 = valid1 || _valid0;
if(!valid1){
const _errs11 = errors;
if(data3 !== null){
const err1 = {instancePath:instancePath+"/exitCode",keyword:"type"};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
var _valid0 = _errs11 === errors;
valid1 = valid1 || _valid0;
}
if(!valid1){
const err2 = {instancePath:instancePath+"/exitCode",keyword:"anyOf"};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
validate40.errors = vErrors;
return false;
}
else {
errors = _errs8;
if(vErrors !== null){
if(_errs8){
vErrors.length = _errs8;
}
else {
vErrors = null;
}
}
}
var valid0 = _errs7 === errors;
}
else {
var valid0 = true;
}
}
}
}
}
}
else {
validate40.errors = [{instancePath,keyword:"type"}];
return false;
}
}
validate40.errors = vErrors;
return errors === 0;
}


function validate38(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(errors === 0){
if(data && typeof data == "object" && !Array.isArray(data)){
let missing0;
if((((data.number === undefined) && (missing0 = "number")) || ((data.state === undefined) && (missing0 = "state"))) || ((data.steps === undefined) && (missing0 = "steps"))){
validate38.errors = [{instancePath,keyword:"required"}];
return false;
}
else {
if(data.number !== undefined){
let data0 = data.number;
const _errs1 = errors;
if(!(((typeof data0 == "number") && (!(data0 % 1) && !isNaN(data0))) && (isFinite(data0)))){
validate38.errors = [{instancePath:instancePath+"/number",keyword:"type"}];
return false;
}
var valid0 = _errs1 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.state !== undefined){
const _errs3 = errors;
if(typeof data.state !== "string"){
validate38.errors = [{instancePath:instancePath+"/state",keyword:"type"}];
return false;
}
var valid0 = _errs3 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.worker !== undefined){
const _errs5 = errors;
if(typeof data.worker !== "string"){
validate38.errors = [{instancePath:instancePath+"/worker",keyword:"type"}];
return false;
}
var valid0 = _errs5 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.startedAt !== undefined){
let data3 = data.startedAt;
const _errs7 = errors;
if(errors === _errs7){
if(errors === _errs7){
if(typeof data3 === "string"){
if(!pattern0.test(data3)){
validate38.errors = [{instancePath:instancePath+"/startedAt",keyword:"pattern"}];
return false;
}
}
else {
validate38.errors = [{instancePath:instancePath+"/startedAt",keyword:"type"}];
return false;
}
}
}
var valid0 = _errs7 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.finishedAt !== undefined){
let data4 = data.finishedAt;
const _errs9 = errors;
if(errors === _errs9){
if(errors === _errs9){
if(typeof data4 === "string"){
if(!pattern0.test(data4)){
validate38.errors = [{instancePath:instancePath+"/finishedAt",keyword:"pattern"}];
return false;
}
}
else {
validate38.errors = [{instancePath:instancePath+"/finishedAt",keyword:"type"}];
return false;
}
}
}
var valid0 = _errs9 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.failure !== undefined){
const _errs11 = errors;
if(!(validate36(data.failure, {instancePath:instancePath+"/failure",parentData:data,parentDataProperty:"failure",rootData}))){
vErrors = vErrors === null ? validate36.errors : vErrors.concat(validate36.errors);
errors = vErrors.length;
}
var valid0 = _errs11 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.steps !== undefined){
let data6 = data.steps;
const _errs12 = errors;
if(errors === _errs12){
if(Array.isArray(data6)){
var valid1 = true;
const len0 = data6.length;
for(let i0=0; i0<len0; i0++){
const _errs14 = errors;
if(!(validate40(data6[i0], {instancePath:instancePath+"/steps/" + i0,parentData:data6,parentDataProperty:i0,rootData}))){
vErrors = vErrors === null ? validate40.errors : vErrors.concat(validate40.errors);
errors = vErrors.length;
}
var valid1 = _errs14 === errors;
if(!valid1){
break;
}
}
}
else {
validate38.errors = [{instancePath:instancePath+"/steps",keyword:"type"}];
return false;
}
}
var valid0 = _errs12 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.logDigest !== undefined){
let data8 = data.logDigest;
const _errs15 = errors;
if(errors === _errs15){
if(typeof data8 === "string"){
if(!pattern1.test(data8)){
validate38.errors = [{instancePath:instancePath+"/logDigest",keyword:"pattern"}];
return false;
}
}
else {
validate38.errors = [{instancePath:instancePath+"/logDigest",keyword:"type"}];
return false;
}
}
var valid0 = _errs15 === errors;
}
else {
var valid0 = true;
}
}
}
}
}
}
}
}
}
}
else {
validate38.errors = [{instancePath,keyword:"type"}];
return false;
}
}
validate38.errors = vErrors;
return errors === 0;
}



function validate43(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(errors === 0){
if(data && typeof data == "object" && !Array.isArray(data)){
let missing0;
if((((((data.name === undefined) && (missing0 = "name")) || ((data.version === undefined) && (missing0 = "version"))) || ((data.input === undefined) && (missing0 = "input"))) || ((data.fileDigest === undefined) && (missing0 = "fileDigest"))) || ((data.contentDigest === undefined) && (missing0 = "contentDigest"))){
validate43.errors = [{instancePath,keyword:"required"}];
return false;
}
else {
if(data.name !== undefined){
const _errs1 = errors;
if(typeof data.name !== "string"){
validate43.errors = [{instancePath:instancePath+"/name",keyword:"type"}];
return false;
}
var valid0 = _errs1 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.version !== undefined){
const _errs3 = errors;
if(typeof data.version !== "string"){
validate43.errors = [{instancePath:instancePath+"/version",keyword:"type"}];
return false;
}
var valid0 = _errs3 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.input !== undefined){
const _errs5 = errors;
if(typeof data.input !== "string"){
validate43.errors = [{instancePath:instancePath+"/input",keyword:"type"}];
return false;
}
var valid0 = _errs5 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.fileDigest !== undefined){
let data3 = data.fileDigest;
const _errs7 = errors;
if(errors === _errs7){
if(typeof data3 === "string"){
if(!pattern1.test(data3)){
validate43.errors = [{instancePath:instancePath+"/fileDigest",keyword:"pattern"}];
return false;
}
}
else {
validate43.errors = [{instancePath:instancePath+"/fileDigest",keyword:"type"}];
return false;
}
}
var valid0 = _errs7 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.contentDigest !== undefined){
let data4 = data.contentDigest;
const _errs9 = errors;
if(errors === _errs9){
if(typeof data4 === "string"){
if(!pattern1.test(data4)){
validate43.errors = [{instancePath:instancePath+"/contentDigest",keyword:"pattern"}];
return false;
}
}
else {
validate43.errors = [{instancePath:instancePath+"/contentDigest",keyword:"type"}];
return false;
}
}
var valid0 = _errs9 === errors;
}
else {
var valid0 = true;
}
}
}
}
}
}
}
else {
validate43.errors = [{instancePath,keyword:"type"}];
return false;
}
}
validate43.errors = vErrors;
return errors === 0;
}



function validate45(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(errors === 0){
if(data && typeof data == "object" && !Array.isArray(data)){
let missing0;
if(((((((data.name === undefined) && (missing0 = "name")) || ((data.version === undefined) && (missing0 = "version"))) || ((data.fileDigest === undefined) && (missing0 = "fileDigest"))) || ((data.contentDigest === undefined) && (missing0 = "contentDigest"))) || ((data.size === undefined) && (missing0 = "size"))) || ((data.sbom === undefined) && (missing0 = "sbom"))){
validate45.errors = [{instancePath,keyword:"required"}];
return false;
}
else {
if(data.name !== undefined){
const _errs1 = errors;
if(typeof data.name !== "string"){
validate45.errors = [{instancePath:instancePath+"/name",keyword:"type"}];
return false;
}
var valid0 = _errs1 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.version !== undefined){
const _errs3 = errors;
if(typeof data.version !== "string"){
validate45.errors = [{instancePath:instancePath+"/version",keyword:"type"}];
return false;
}
var valid0 = _errs3 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.fileDigest !== undefined){
let data2 = data.fileDigest;
const _errs5 = errors;
if(errors === _errs5){
if(typeof data2 === "string"){
if(!pattern1.test(data2)){
validate45.errors = [{instancePath:instancePath+"/fileDigest",keyword:"pattern"}];
return false;
}
}
else {
validate45.errors = [{instancePath:instancePath+"/fileDigest",keyword:"type"}];
return false;
}
}
var valid0 = _errs5 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.contentDigest !== undefined){
let data3 = data.contentDigest;
const _errs7 = errors;
if(errors === _errs7){
if(typeof data3 === "string"){
if(!pattern1.test(data3)){
validate45.errors = [{instancePath:instancePath+"/contentDigest",keyword:"pattern"}];
return false;
}
}
else {
validate45.errors = [{instancePath:instancePath+"/contentDigest",keyword:"type"}];
return false;
}
}
var valid0 = _errs7 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.size !== undefined){
let data4 = data.size;
const _errs9 = errors;
if(!(((typeof data4 == "number") && (!(data4 % 1) && !isNaN(data4))) && (isFinite(data4)))){
validate45.errors = [{instancePath:instancePath+"/size",keyword:"type"}];
return false;
}
var valid0 = _errs9 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.sbom !== undefined){
let data5 = data.sbom;
const _errs11 = errors;
if(errors === _errs11){
if(typeof data5 === "string"){
if(!pattern1.test(data5)){
validate45.errors = [{instancePath:instancePath+"/sbom",keyword:"pattern"}];
return false;
}
}
else {
validate45.errors = [{instancePath:instancePath+"/sbom",keyword:"type"}];
return false;
}
}
var valid0 = _errs11 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.attestation !== undefined){
let data6 = data.attestation;
const _errs13 = errors;
if(errors === _errs13){
if(typeof data6 === "string"){
if(!pattern1.test(data6)){
validate45.errors = [{instancePath:instancePath+"/attestation",keyword:"pattern"}];
return false;
}
}
else {
validate45.errors = [{instancePath:instancePath+"/attestation",keyword:"type"}];
return false;
}
}
var valid0 = _errs13 === errors;
}
else {
var valid0 = true;
}
}
}
}
}
}
}
}
}
else {
validate45.errors = [{instancePath,keyword:"type"}];
return false;
}
}
validate45.errors = vErrors;
return errors === 0;
}


function validate33(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(errors === 0){
if(data && typeof data == "object" && !Array.isArray(data)){
let missing0;
if((((((((((((((((((((data.id === undefined) && (missing0 = "id")) || ((data.runId === undefined) && (missing0 = "runId"))) || ((data.stage === undefined) && (missing0 = "stage"))) || ((data.arch === undefined) && (missing0 = "arch"))) || ((data.name === undefined) && (missing0 = "name"))) || ((data.version === undefined) && (missing0 = "version"))) || ((data.state === undefined) && (missing0 = "state"))) || ((data.cached === undefined) && (missing0 = "cached"))) || ((data.attempt === undefined) && (missing0 = "attempt"))) || ((data.wave === undefined) && (missing0 = "wave"))) || ((data.remaining === undefined) && (missing0 = "remaining"))) || ((data.waitsFor === undefined) && (missing0 = "waitsFor"))) || ((data.definition === undefined) && (missing0 = "definition"))) || ((data.steps === undefined) && (missing0 = "steps"))) || ((data.attempts === undefined) && (missing0 = "attempts"))) || ((data.environment === undefined) && (missing0 = "environment"))) || ((data.sources === undefined) && (missing0 = "sources"))) || ((data.outputs === undefined) && (missing0 = "outputs"))) || ((data.blocks === undefined) && (missing0 = "blocks"))){
validate33.errors = [{instancePath,keyword:"required"}];
return false;
}
else {
if(data.id !== undefined){
let data0 = data.id;
const _errs1 = errors;
if(errors === _errs1){
if(errors === _errs1){
if(typeof data0 === "string"){
if(!pattern2.test(data0)){
validate33.errors = [{instancePath:instancePath+"/id",keyword:"pattern"}];
return false;
}
}
else {
validate33.errors = [{instancePath:instancePath+"/id",keyword:"type"}];
return false;
}
}
}
var valid0 = _errs1 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.runId !== undefined){
let data1 = data.runId;
const _errs3 = errors;
if(errors === _errs3){
if(errors === _errs3){
if(typeof data1 === "string"){
if(!pattern2.test(data1)){
validate33.errors = [{instancePath:instancePath+"/runId",keyword:"pattern"}];
return false;
}
}
else {
validate33.errors = [{instancePath:instancePath+"/runId",keyword:"type"}];
return false;
}
}
}
var valid0 = _errs3 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.stage !== undefined){
const _errs5 = errors;
if(typeof data.stage !== "string"){
validate33.errors = [{instancePath:instancePath+"/stage",keyword:"type"}];
return false;
}
var valid0 = _errs5 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.arch !== undefined){
let data3 = data.arch;
const _errs7 = errors;
if(typeof data3 !== "string"){
validate33.errors = [{instancePath:instancePath+"/arch",keyword:"type"}];
return false;
}
if(!((data3 === "x86_64") || (data3 === "aarch64"))){
validate33.errors = [{instancePath:instancePath+"/arch",keyword:"enum"}];
return false;
}
var valid0 = _errs7 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.name !== undefined){
const _errs9 = errors;
if(typeof data.name !== "string"){
validate33.errors = [{instancePath:instancePath+"/name",keyword:"type"}];
return false;
}
var valid0 = _errs9 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.version !== undefined){
const _errs11 = errors;
if(typeof data.version !== "string"){
validate33.errors = [{instancePath:instancePath+"/version",keyword:"type"}];
return false;
}
var valid0 = _errs11 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.state !== undefined){
let data6 = data.state;
const _errs13 = errors;
if(typeof data6 !== "string"){
validate33.errors = [{instancePath:instancePath+"/state",keyword:"type"}];
return false;
}
if(!(((((((data6 === "waiting") || (data6 === "ready")) || (data6 === "building")) || (data6 === "done")) || (data6 === "failed")) || (data6 === "blocked")) || (data6 === "cancelled"))){
validate33.errors = [{instancePath:instancePath+"/state",keyword:"enum"}];
return false;
}
var valid0 = _errs13 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.cached !== undefined){
const _errs15 = errors;
if(typeof data.cached !== "boolean"){
validate33.errors = [{instancePath:instancePath+"/cached",keyword:"type"}];
return false;
}
var valid0 = _errs15 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.attempt !== undefined){
let data8 = data.attempt;
const _errs17 = errors;
if(!(((typeof data8 == "number") && (!(data8 % 1) && !isNaN(data8))) && (isFinite(data8)))){
validate33.errors = [{instancePath:instancePath+"/attempt",keyword:"type"}];
return false;
}
var valid0 = _errs17 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.wave !== undefined){
let data9 = data.wave;
const _errs19 = errors;
if(!(((typeof data9 == "number") && (!(data9 % 1) && !isNaN(data9))) && (isFinite(data9)))){
validate33.errors = [{instancePath:instancePath+"/wave",keyword:"type"}];
return false;
}
var valid0 = _errs19 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.remaining !== undefined){
let data10 = data.remaining;
const _errs21 = errors;
if(!(((typeof data10 == "number") && (!(data10 % 1) && !isNaN(data10))) && (isFinite(data10)))){
validate33.errors = [{instancePath:instancePath+"/remaining",keyword:"type"}];
return false;
}
var valid0 = _errs21 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.waitsFor !== undefined){
let data11 = data.waitsFor;
const _errs23 = errors;
if(errors === _errs23){
if(Array.isArray(data11)){
var valid1 = true;
const len0 = data11.length;
for(let i0=0; i0<len0; i0++){
const _errs25 = errors;
if(typeof data11[i0] !== "string"){
validate33.errors = [{instancePath:instancePath+"/waitsFor/" + i0,keyword:"type"}];
return false;
}
var valid1 = _errs25 === errors;
if(!valid1){
break;
}
}
}
else {
validate33.errors = [{instancePath:instancePath+"/waitsFor",keyword:"type"}];
return false;
}
}
var valid0 = _errs23 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.blockedBy !== undefined){
const _errs27 = errors;
if(typeof data.blockedBy !== "string"){
validate33.errors = [{instancePath:instancePath+"/blockedBy",keyword:"type"}];
return false;
}
var valid0 = _errs27 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.worker !== undefined){
const _errs29 = errors;
if(typeof data.worker !== "string"){
validate33.errors = [{instancePath:instancePath+"/worker",keyword:"type"}];
return false;
}
var valid0 = _errs29 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.step !== undefined){
const _errs31 = errors;
if(!(validate34(data.step, {instancePath:instancePath+"/step",parentData:data,parentDataProperty:"step",rootData}))){
vErrors = vErrors === null ? validate34.errors : vErrors.concat(validate34.errors);
errors = vErrors.length;
}
var valid0 = _errs31 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.key !== undefined){
let data16 = data.key;
const _errs32 = errors;
if(errors === _errs32){
if(typeof data16 === "string"){
if(!pattern1.test(data16)){
validate33.errors = [{instancePath:instancePath+"/key",keyword:"pattern"}];
return false;
}
}
else {
validate33.errors = [{instancePath:instancePath+"/key",keyword:"type"}];
return false;
}
}
var valid0 = _errs32 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.logDigest !== undefined){
let data17 = data.logDigest;
const _errs34 = errors;
if(errors === _errs34){
if(typeof data17 === "string"){
if(!pattern1.test(data17)){
validate33.errors = [{instancePath:instancePath+"/logDigest",keyword:"pattern"}];
return false;
}
}
else {
validate33.errors = [{instancePath:instancePath+"/logDigest",keyword:"type"}];
return false;
}
}
var valid0 = _errs34 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.failure !== undefined){
const _errs36 = errors;
if(!(validate36(data.failure, {instancePath:instancePath+"/failure",parentData:data,parentDataProperty:"failure",rootData}))){
vErrors = vErrors === null ? validate36.errors : vErrors.concat(validate36.errors);
errors = vErrors.length;
}
var valid0 = _errs36 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.startedAt !== undefined){
let data19 = data.startedAt;
const _errs37 = errors;
if(errors === _errs37){
if(errors === _errs37){
if(typeof data19 === "string"){
if(!pattern0.test(data19)){
validate33.errors = [{instancePath:instancePath+"/startedAt",keyword:"pattern"}];
return false;
}
}
else {
validate33.errors = [{instancePath:instancePath+"/startedAt",keyword:"type"}];
return false;
}
}
}
var valid0 = _errs37 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.finishedAt !== undefined){
let data20 = data.finishedAt;
const _errs39 = errors;
if(errors === _errs39){
if(errors === _errs39){
if(typeof data20 === "string"){
if(!pattern0.test(data20)){
validate33.errors = [{instancePath:instancePath+"/finishedAt",keyword:"pattern"}];
return false;
}
}
else {
validate33.errors = [{instancePath:instancePath+"/finishedAt",keyword:"type"}];
return false;
}
}
}
var valid0 = _errs39 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.definition !== undefined){
let data21 = data.definition;
const _errs41 = errors;
if(errors === _errs41){
if(data21 && typeof data21 == "object" && !Array.isArray(data21)){
let missing1;
if(((data21.file === undefined) && (missing1 = "file")) || ((data21.digest === undefined) && (missing1 = "digest"))){
validate33.errors = [{instancePath:instancePath+"/definition",keyword:"required"}];
return false;
}
else {
if(data21.file !== undefined){
const _errs43 = errors;
if(typeof data21.file !== "string"){
validate33.errors = [{instancePath:instancePath+"/definition/file",keyword:"type"}];
return false;
}
var valid2 = _errs43 === errors;
}
else {
var valid2 = true;
}
if(valid2){
if(data21.digest !== undefined){
let data23 = data21.digest;
const _errs45 = errors;
if(errors === _errs45){
if(typeof data23 === "string"){
if(!pattern1.test(data23)){
validate33.errors = [{instancePath:instancePath+"/definition/digest",keyword:"pattern"}];
return false;
}
}
else {
validate33.errors = [{instancePath:instancePath+"/definition/digest",keyword:"type"}];
return false;
}
}
var valid2 = _errs45 === errors;
}
else {
var valid2 = true;
}
}
}
}
else {
validate33.errors = [{instancePath:instancePath+"/definition",keyword:"type"}];
return false;
}
}
var valid0 = _errs41 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.steps !== undefined){
let data24 = data.steps;
const _errs47 = errors;
if(errors === _errs47){
if(Array.isArray(data24)){
var valid3 = true;
const len1 = data24.length;
for(let i1=0; i1<len1; i1++){
const _errs49 = errors;
if(typeof data24[i1] !== "string"){
validate33.errors = [{instancePath:instancePath+"/steps/" + i1,keyword:"type"}];
return false;
}
var valid3 = _errs49 === errors;
if(!valid3){
break;
}
}
}
else {
validate33.errors = [{instancePath:instancePath+"/steps",keyword:"type"}];
return false;
}
}
var valid0 = _errs47 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.attempts !== undefined){
let data26 = data.attempts;
const _errs51 = errors;
if(errors === _errs51){
if(Array.isArray(data26)){
var valid4 = true;
const len2 = data26.length;
for(let i2=0; i2<len2; i2++){
const _errs53 = errors;
if(!(validate38(data26[i2], {instancePath:instancePath+"/attempts/" + i2,parentData:data26,parentDataProperty:i2,rootData}))){
vErrors = vErrors === null ? validate38.errors : vErrors.concat(validate38.errors);
errors = vErrors.length;
}
var valid4 = _errs53 === errors;
if(!valid4){
break;
}
}
}
else {
validate33.errors = [{instancePath:instancePath+"/attempts",keyword:"type"}];
return false;
}
}
var valid0 = _errs51 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.environment !== undefined){
let data28 = data.environment;
const _errs54 = errors;
if(errors === _errs54){
if(Array.isArray(data28)){
var valid5 = true;
const len3 = data28.length;
for(let i3=0; i3<len3; i3++){
const _errs56 = errors;
if(!(validate43(data28[i3], {instancePath:instancePath+"/environment/" + i3,parentData:data28,parentDataProperty:i3,rootData}))){
vErrors = vErrors === null ? validate43.errors : vErrors.concat(validate43.errors);
errors = vErrors.length;
}
var valid5 = _errs56 === errors;
if(!valid5){
break;
}
}
}
else {
validate33.errors = [{instancePath:instancePath+"/environment",keyword:"type"}];
return false;
}
}
var valid0 = _errs54 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.sources !== undefined){
let data30 = data.sources;
const _errs57 = errors;
if(errors === _errs57){
if(Array.isArray(data30)){
var valid6 = true;
const len4 = data30.length;
for(let i4=0; i4<len4; i4++){
let data31 = data30[i4];
const _errs59 = errors;
if(errors === _errs59){
if(data31 && typeof data31 == "object" && !Array.isArray(data31)){
let missing2;
if((((data31.uri === undefined) && (missing2 = "uri")) || ((data31.digest === undefined) && (missing2 = "digest"))) || ((data31.from === undefined) && (missing2 = "from"))){
validate33.errors = [{instancePath:instancePath+"/sources/" + i4,keyword:"required"}];
return false;
}
else {
if(data31.uri !== undefined){
const _errs61 = errors;
if(typeof data31.uri !== "string"){
validate33.errors = [{instancePath:instancePath+"/sources/" + i4+"/uri",keyword:"type"}];
return false;
}
var valid7 = _errs61 === errors;
}
else {
var valid7 = true;
}
if(valid7){
if(data31.digest !== undefined){
let data33 = data31.digest;
const _errs63 = errors;
if(errors === _errs63){
if(typeof data33 === "string"){
if(!pattern1.test(data33)){
validate33.errors = [{instancePath:instancePath+"/sources/" + i4+"/digest",keyword:"pattern"}];
return false;
}
}
else {
validate33.errors = [{instancePath:instancePath+"/sources/" + i4+"/digest",keyword:"type"}];
return false;
}
}
var valid7 = _errs63 === errors;
}
else {
var valid7 = true;
}
if(valid7){
if(data31.from !== undefined){
const _errs65 = errors;
if(typeof data31.from !== "string"){
validate33.errors = [{instancePath:instancePath+"/sources/" + i4+"/from",keyword:"type"}];
return false;
}
var valid7 = _errs65 === errors;
}
else {
var valid7 = true;
}
}
}
}
}
else {
validate33.errors = [{instancePath:instancePath+"/sources/" + i4,keyword:"type"}];
return false;
}
}
var valid6 = _errs59 === errors;
if(!valid6){
break;
}
}
}
else {
validate33.errors = [{instancePath:instancePath+"/sources",keyword:"type"}];
return false;
}
}
var valid0 = _errs57 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.outputs !== undefined){
let data35 = data.outputs;
const _errs67 = errors;
if(errors === _errs67){
if(Array.isArray(data35)){
var valid8 = true;
const len5 = data35.length;
for(let i5=0; i5<len5; i5++){
const _errs69 = errors;
if(!(validate45(data35[i5], {instancePath:instancePath+"/outputs/" + i5,parentData:data35,parentDataProperty:i5,rootData}))){
vErrors = vErrors === null ? validate45.errors : vErrors.concat(validate45.errors);
errors = vErrors.length;
}
var valid8 = _errs69 === errors;
if(!valid8){
break;
}
}
}
else {
validate33.errors = [{instancePath:instancePath+"/outputs",keyword:"type"}];
return false;
}
}
var valid0 = _errs67 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.blocks !== undefined){
let data37 = data.blocks;
const _errs70 = errors;
if(errors === _errs70){
if(Array.isArray(data37)){
var valid9 = true;
const len6 = data37.length;
for(let i6=0; i6<len6; i6++){
const _errs72 = errors;
if(typeof data37[i6] !== "string"){
validate33.errors = [{instancePath:instancePath+"/blocks/" + i6,keyword:"type"}];
return false;
}
var valid9 = _errs72 === errors;
if(!valid9){
break;
}
}
}
else {
validate33.errors = [{instancePath:instancePath+"/blocks",keyword:"type"}];
return false;
}
}
var valid0 = _errs70 === errors;
}
else {
var valid0 = true;
}
}
}
}
}
}
}
}
}
}
}
}
}
}
}
}
}
}
}
}
}
}
}
}
}
}
}
}
}
else {
validate33.errors = [{instancePath,keyword:"type"}];
return false;
}
}
validate33.errors = vErrors;
return errors === 0;
}

export const checkBuildList = validate47;



function validate48(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(errors === 0){
if(data && typeof data == "object" && !Array.isArray(data)){
let missing0;
if(((((((((((((data.id === undefined) && (missing0 = "id")) || ((data.runId === undefined) && (missing0 = "runId"))) || ((data.stage === undefined) && (missing0 = "stage"))) || ((data.arch === undefined) && (missing0 = "arch"))) || ((data.name === undefined) && (missing0 = "name"))) || ((data.version === undefined) && (missing0 = "version"))) || ((data.state === undefined) && (missing0 = "state"))) || ((data.cached === undefined) && (missing0 = "cached"))) || ((data.attempt === undefined) && (missing0 = "attempt"))) || ((data.wave === undefined) && (missing0 = "wave"))) || ((data.remaining === undefined) && (missing0 = "remaining"))) || ((data.waitsFor === undefined) && (missing0 = "waitsFor"))){
validate48.errors = [{instancePath,keyword:"required"}];
return false;
}
else {
if(data.id !== undefined){
let data0 = data.id;
const _errs1 = errors;
if(errors === _errs1){
if(errors === _errs1){
if(typeof data0 === "string"){
if(!pattern2.test(data0)){
validate48.errors = [{instancePath:instancePath+"/id",keyword:"pattern"}];
return false;
}
}
else {
validate48.errors = [{instancePath:instancePath+"/id",keyword:"type"}];
return false;
}
}
}
var valid0 = _errs1 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.runId !== undefined){
let data1 = data.runId;
const _errs3 = errors;
if(errors === _errs3){
if(errors === _errs3){
if(typeof data1 === "string"){
if(!pattern2.test(data1)){
validate48.errors = [{instancePath:instancePath+"/runId",keyword:"pattern"}];
return false;
}
}
else {
validate48.errors = [{instancePath:instancePath+"/runId",keyword:"type"}];
return false;
}
}
}
var valid0 = _errs3 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.stage !== undefined){
const _errs5 = errors;
if(typeof data.stage !== "string"){
validate48.errors = [{instancePath:instancePath+"/stage",keyword:"type"}];
return false;
}
var valid0 = _errs5 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.arch !== undefined){
let data3 = data.arch;
const _errs7 = errors;
if(typeof data3 !== "string"){
validate48.errors = [{instancePath:instancePath+"/arch",keyword:"type"}];
return false;
}
if(!((data3 === "x86_64") || (data3 === "aarch64"))){
validate48.errors = [{instancePath:instancePath+"/arch",keyword:"enum"}];
return false;
}
var valid0 = _errs7 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.name !== undefined){
const _errs9 = errors;
if(typeof data.name !== "string"){
validate48.errors = [{instancePath:instancePath+"/name",keyword:"type"}];
return false;
}
var valid0 = _errs9 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.version !== undefined){
const _errs11 = errors;
if(typeof data.version !== "string"){
validate48.errors = [{instancePath:instancePath+"/version",keyword:"type"}];
return false;
}
var valid0 = _errs11 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.state !== undefined){
let data6 = data.state;
const _errs13 = errors;
if(typeof data6 !== "string"){
validate48.errors = [{instancePath:instancePath+"/state",keyword:"type"}];
return false;
}
if(!(((((((data6 === "waiting") || (data6 === "ready")) || (data6 === "building")) || (data6 === "done")) || (data6 === "failed")) || (data6 === "blocked")) || (data6 === "cancelled"))){
validate48.errors = [{instancePath:instancePath+"/state",keyword:"enum"}];
return false;
}
var valid0 = _errs13 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.cached !== undefined){
const _errs15 = errors;
if(typeof data.cached !== "boolean"){
validate48.errors = [{instancePath:instancePath+"/cached",keyword:"type"}];
return false;
}
var valid0 = _errs15 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.attempt !== undefined){
let data8 = data.attempt;
const _errs17 = errors;
if(!(((typeof data8 == "number") && (!(data8 % 1) && !isNaN(data8))) && (isFinite(data8)))){
validate48.errors = [{instancePath:instancePath+"/attempt",keyword:"type"}];
return false;
}
var valid0 = _errs17 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.wave !== undefined){
let data9 = data.wave;
const _errs19 = errors;
if(!(((typeof data9 == "number") && (!(data9 % 1) && !isNaN(data9))) && (isFinite(data9)))){
validate48.errors = [{instancePath:instancePath+"/wave",keyword:"type"}];
return false;
}
var valid0 = _errs19 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.remaining !== undefined){
let data10 = data.remaining;
const _errs21 = errors;
if(!(((typeof data10 == "number") && (!(data10 % 1) && !isNaN(data10))) && (isFinite(data10)))){
validate48.errors = [{instancePath:instancePath+"/remaining",keyword:"type"}];
return false;
}
var valid0 = _errs21 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.waitsFor !== undefined){
let data11 = data.waitsFor;
const _errs23 = errors;
if(errors === _errs23){
if(Array.isArray(data11)){
var valid1 = true;
const len0 = data11.length;
for(let i0=0; i0<len0; i0++){
const _errs25 = errors;
if(typeof data11[i0] !== "string"){
validate48.errors = [{instancePath:instancePath+"/waitsFor/" + i0,keyword:"type"}];
return false;
}
var valid1 = _errs25 === errors;
if(!valid1){
break;
}
}
}
else {
validate48.errors = [{instancePath:instancePath+"/waitsFor",keyword:"type"}];
return false;
}
}
var valid0 = _errs23 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.blockedBy !== undefined){
const _errs27 = errors;
if(typeof data.blockedBy !== "string"){
validate48.errors = [{instancePath:instancePath+"/blockedBy",keyword:"type"}];
return false;
}
var valid0 = _errs27 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.worker !== undefined){
const _errs29 = errors;
if(typeof data.worker !== "string"){
validate48.errors = [{instancePath:instancePath+"/worker",keyword:"type"}];
return false;
}
var valid0 = _errs29 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.step !== undefined){
const _errs31 = errors;
if(!(validate34(data.step, {instancePath:instancePath+"/step",parentData:data,parentDataProperty:"step",rootData}))){
vErrors = vErrors === null ? validate34.errors : vErrors.concat(validate34.errors);
errors = vErrors.length;
}
var valid0 = _errs31 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.key !== undefined){
let data16 = data.key;
const _errs32 = errors;
if(errors === _errs32){
if(typeof data16 === "string"){
if(!pattern1.test(data16)){
validate48.errors = [{instancePath:instancePath+"/key",keyword:"pattern"}];
return false;
}
}
else {
validate48.errors = [{instancePath:instancePath+"/key",keyword:"type"}];
return false;
}
}
var valid0 = _errs32 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.logDigest !== undefined){
let data17 = data.logDigest;
const _errs34 = errors;
if(errors === _errs34){
if(typeof data17 === "string"){
if(!pattern1.test(data17)){
validate48.errors = [{instancePath:instancePath+"/logDigest",keyword:"pattern"}];
return false;
}
}
else {
validate48.errors = [{instancePath:instancePath+"/logDigest",keyword:"type"}];
return false;
}
}
var valid0 = _errs34 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.failure !== undefined){
const _errs36 = errors;
if(!(validate36(data.failure, {instancePath:instancePath+"/failure",parentData:data,parentDataProperty:"failure",rootData}))){
vErrors = vErrors === null ? validate36.errors : vErrors.concat(validate36.errors);
errors = vErrors.length;
}
var valid0 = _errs36 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.startedAt !== undefined){
let data19 = data.startedAt;
const _errs37 = errors;
if(errors === _errs37){
if(errors === _errs37){
if(typeof data19 === "string"){
if(!pattern0.test(data19)){
validate48.errors = [{instancePath:instancePath+"/startedAt",keyword:"pattern"}];
return false;
}
}
else {
validate48.errors = [{instancePath:instancePath+"/startedAt",keyword:"type"}];
return false;
}
}
}
var valid0 = _errs37 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.finishedAt !== undefined){
let data20 = data.finishedAt;
const _errs39 = errors;
if(errors === _errs39){
if(errors === _errs39){
if(typeof data20 === "string"){
if(!pattern0.test(data20)){
validate48.errors = [{instancePath:instancePath+"/finishedAt",keyword:"pattern"}];
return false;
}
}
else {
validate48.errors = [{instancePath:instancePath+"/finishedAt",keyword:"type"}];
return false;
}
}
}
var valid0 = _errs39 === errors;
}
else {
var valid0 = true;
}
}
}
}
}
}
}
}
}
}
}
}
}
}
}
}
}
}
}
}
}
}
else {
validate48.errors = [{instancePath,keyword:"type"}];
return false;
}
}
validate48.errors = vErrors;
return errors === 0;
}


function validate47(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(errors === 0){
if(data && typeof data == "object" && !Array.isArray(data)){
let missing0;
if((data.builds === undefined) && (missing0 = "builds")){
validate47.errors = [{instancePath,keyword:"required"}];
return false;
}
else {
if(data.builds !== undefined){
let data0 = data.builds;
const _errs1 = errors;
if(errors === _errs1){
if(Array.isArray(data0)){
var valid1 = true;
const len0 = data0.length;
for(let i0=0; i0<len0; i0++){
const _errs3 = errors;
if(!(validate48(data0[i0], {instancePath:instancePath+"/builds/" + i0,parentData:data0,parentDataProperty:i0,rootData}))){
vErrors = vErrors === null ? validate48.errors : vErrors.concat(validate48.errors);
errors = vErrors.length;
}
var valid1 = _errs3 === errors;
if(!valid1){
break;
}
}
}
else {
validate47.errors = [{instancePath:instancePath+"/builds",keyword:"type"}];
return false;
}
}
var valid0 = _errs1 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.next !== undefined){
const _errs4 = errors;
if(typeof data.next !== "string"){
validate47.errors = [{instancePath:instancePath+"/next",keyword:"type"}];
return false;
}
var valid0 = _errs4 === errors;
}
else {
var valid0 = true;
}
}
}
}
else {
validate47.errors = [{instancePath,keyword:"type"}];
return false;
}
}
validate47.errors = vErrors;
return errors === 0;
}

export const checkCancelled = validate52;


function validate52(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(errors === 0){
if(data && typeof data == "object" && !Array.isArray(data)){
let missing0;
if((data.cancelled === undefined) && (missing0 = "cancelled")){
validate52.errors = [{instancePath,keyword:"required"}];
return false;
}
else {
if(data.cancelled !== undefined){
let data0 = data.cancelled;
if(!(((typeof data0 == "number") && (!(data0 % 1) && !isNaN(data0))) && (isFinite(data0)))){
validate52.errors = [{instancePath:instancePath+"/cancelled",keyword:"type"}];
return false;
}
}
}
}
else {
validate52.errors = [{instancePath,keyword:"type"}];
return false;
}
}
validate52.errors = vErrors;
return errors === 0;
}

export const checkComparison = validate53;




function validate55(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(errors === 0){
if(data && typeof data == "object" && !Array.isArray(data)){
let missing0;
if(((data.arch === undefined) && (missing0 = "arch")) || ((data.state === undefined) && (missing0 = "state"))){
validate55.errors = [{instancePath,keyword:"required"}];
return false;
}
else {
if(data.arch !== undefined){
let data0 = data.arch;
const _errs1 = errors;
if(typeof data0 !== "string"){
validate55.errors = [{instancePath:instancePath+"/arch",keyword:"type"}];
return false;
}
if(!((data0 === "x86_64") || (data0 === "aarch64"))){
validate55.errors = [{instancePath:instancePath+"/arch",keyword:"enum"}];
return false;
}
var valid0 = _errs1 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.state !== undefined){
let data1 = data.state;
const _errs3 = errors;
if(typeof data1 !== "string"){
validate55.errors = [{instancePath:instancePath+"/state",keyword:"type"}];
return false;
}
if(!((((data1 === "queued") || (data1 === "acquiring")) || (data1 === "locked")) || (data1 === "failed"))){
validate55.errors = [{instancePath:instancePath+"/state",keyword:"enum"}];
return false;
}
var valid0 = _errs3 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.seed !== undefined){
const _errs5 = errors;
if(typeof data.seed !== "string"){
validate55.errors = [{instancePath:instancePath+"/seed",keyword:"type"}];
return false;
}
var valid0 = _errs5 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.origin !== undefined){
const _errs7 = errors;
if(typeof data.origin !== "string"){
validate55.errors = [{instancePath:instancePath+"/origin",keyword:"type"}];
return false;
}
var valid0 = _errs7 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.lockDigest !== undefined){
let data4 = data.lockDigest;
const _errs9 = errors;
if(errors === _errs9){
if(typeof data4 === "string"){
if(!pattern1.test(data4)){
validate55.errors = [{instancePath:instancePath+"/lockDigest",keyword:"pattern"}];
return false;
}
}
else {
validate55.errors = [{instancePath:instancePath+"/lockDigest",keyword:"type"}];
return false;
}
}
var valid0 = _errs9 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.packageCount !== undefined){
let data5 = data.packageCount;
const _errs11 = errors;
if(!(((typeof data5 == "number") && (!(data5 % 1) && !isNaN(data5))) && (isFinite(data5)))){
validate55.errors = [{instancePath:instancePath+"/packageCount",keyword:"type"}];
return false;
}
var valid0 = _errs11 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.failure !== undefined){
const _errs13 = errors;
if(!(validate36(data.failure, {instancePath:instancePath+"/failure",parentData:data,parentDataProperty:"failure",rootData}))){
vErrors = vErrors === null ? validate36.errors : vErrors.concat(validate36.errors);
errors = vErrors.length;
}
var valid0 = _errs13 === errors;
}
else {
var valid0 = true;
}
}
}
}
}
}
}
}
}
else {
validate55.errors = [{instancePath,keyword:"type"}];
return false;
}
}
validate55.errors = vErrors;
return errors === 0;
}




function validate60(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(errors === 0){
if(data && typeof data == "object" && !Array.isArray(data)){
let missing0;
if((((data.version === undefined) && (missing0 = "version")) || ((data.fileDigest === undefined) && (missing0 = "fileDigest"))) || ((data.contentDigest === undefined) && (missing0 = "contentDigest"))){
validate60.errors = [{instancePath,keyword:"required"}];
return false;
}
else {
if(data.version !== undefined){
const _errs1 = errors;
if(typeof data.version !== "string"){
validate60.errors = [{instancePath:instancePath+"/version",keyword:"type"}];
return false;
}
var valid0 = _errs1 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.fileDigest !== undefined){
let data1 = data.fileDigest;
const _errs3 = errors;
if(errors === _errs3){
if(typeof data1 === "string"){
if(!pattern1.test(data1)){
validate60.errors = [{instancePath:instancePath+"/fileDigest",keyword:"pattern"}];
return false;
}
}
else {
validate60.errors = [{instancePath:instancePath+"/fileDigest",keyword:"type"}];
return false;
}
}
var valid0 = _errs3 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.contentDigest !== undefined){
let data2 = data.contentDigest;
const _errs5 = errors;
if(errors === _errs5){
if(typeof data2 === "string"){
if(!pattern1.test(data2)){
validate60.errors = [{instancePath:instancePath+"/contentDigest",keyword:"pattern"}];
return false;
}
}
else {
validate60.errors = [{instancePath:instancePath+"/contentDigest",keyword:"type"}];
return false;
}
}
var valid0 = _errs5 === errors;
}
else {
var valid0 = true;
}
}
}
}
}
else {
validate60.errors = [{instancePath,keyword:"type"}];
return false;
}
}
validate60.errors = vErrors;
return errors === 0;
}


function validate59(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(errors === 0){
if(data && typeof data == "object" && !Array.isArray(data)){
let missing0;
if((((data.name === undefined) && (missing0 = "name")) || ((data.outcome === undefined) && (missing0 = "outcome"))) || ((data.differences === undefined) && (missing0 = "differences"))){
validate59.errors = [{instancePath,keyword:"required"}];
return false;
}
else {
if(data.name !== undefined){
const _errs1 = errors;
if(typeof data.name !== "string"){
validate59.errors = [{instancePath:instancePath+"/name",keyword:"type"}];
return false;
}
var valid0 = _errs1 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.outcome !== undefined){
let data1 = data.outcome;
const _errs3 = errors;
if(typeof data1 !== "string"){
validate59.errors = [{instancePath:instancePath+"/outcome",keyword:"type"}];
return false;
}
if(!((((data1 === "same") || (data1 === "different")) || (data1 === "other-recipe")) || (data1 === "missing"))){
validate59.errors = [{instancePath:instancePath+"/outcome",keyword:"enum"}];
return false;
}
var valid0 = _errs3 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.first !== undefined){
const _errs5 = errors;
if(!(validate60(data.first, {instancePath:instancePath+"/first",parentData:data,parentDataProperty:"first",rootData}))){
vErrors = vErrors === null ? validate60.errors : vErrors.concat(validate60.errors);
errors = vErrors.length;
}
var valid0 = _errs5 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.second !== undefined){
const _errs6 = errors;
if(!(validate60(data.second, {instancePath:instancePath+"/second",parentData:data,parentDataProperty:"second",rootData}))){
vErrors = vErrors === null ? validate60.errors : vErrors.concat(validate60.errors);
errors = vErrors.length;
}
var valid0 = _errs6 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.since !== undefined){
const _errs7 = errors;
if(typeof data.since !== "string"){
validate59.errors = [{instancePath:instancePath+"/since",keyword:"type"}];
return false;
}
var valid0 = _errs7 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.differences !== undefined){
let data5 = data.differences;
const _errs9 = errors;
if(errors === _errs9){
if(Array.isArray(data5)){
var valid1 = true;
const len0 = data5.length;
for(let i0=0; i0<len0; i0++){
const _errs11 = errors;
if(typeof data5[i0] !== "string"){
validate59.errors = [{instancePath:instancePath+"/differences/" + i0,keyword:"type"}];
return false;
}
var valid1 = _errs11 === errors;
if(!valid1){
break;
}
}
}
else {
validate59.errors = [{instancePath:instancePath+"/differences",keyword:"type"}];
return false;
}
}
var valid0 = _errs9 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.report !== undefined){
let data7 = data.report;
const _errs13 = errors;
if(errors === _errs13){
if(typeof data7 === "string"){
if(!pattern1.test(data7)){
validate59.errors = [{instancePath:instancePath+"/report",keyword:"pattern"}];
return false;
}
}
else {
validate59.errors = [{instancePath:instancePath+"/report",keyword:"type"}];
return false;
}
}
var valid0 = _errs13 === errors;
}
else {
var valid0 = true;
}
}
}
}
}
}
}
}
}
else {
validate59.errors = [{instancePath,keyword:"type"}];
return false;
}
}
validate59.errors = vErrors;
return errors === 0;
}


function validate54(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(errors === 0){
if(data && typeof data == "object" && !Array.isArray(data)){
let missing0;
if((((((data.arch === undefined) && (missing0 = "arch")) || ((data.seeds === undefined) && (missing0 = "seeds"))) || ((data.isOtherSeed === undefined) && (missing0 = "isOtherSeed"))) || ((data.stages === undefined) && (missing0 = "stages"))) || ((data.packages === undefined) && (missing0 = "packages"))){
validate54.errors = [{instancePath,keyword:"required"}];
return false;
}
else {
if(data.arch !== undefined){
let data0 = data.arch;
const _errs1 = errors;
if(typeof data0 !== "string"){
validate54.errors = [{instancePath:instancePath+"/arch",keyword:"type"}];
return false;
}
if(!((data0 === "x86_64") || (data0 === "aarch64"))){
validate54.errors = [{instancePath:instancePath+"/arch",keyword:"enum"}];
return false;
}
var valid0 = _errs1 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.seeds !== undefined){
let data1 = data.seeds;
const _errs3 = errors;
if(errors === _errs3){
if(data1 && typeof data1 == "object" && !Array.isArray(data1)){
let missing1;
if(((data1.first === undefined) && (missing1 = "first")) || ((data1.second === undefined) && (missing1 = "second"))){
validate54.errors = [{instancePath:instancePath+"/seeds",keyword:"required"}];
return false;
}
else {
if(data1.first !== undefined){
const _errs5 = errors;
if(!(validate55(data1.first, {instancePath:instancePath+"/seeds/first",parentData:data1,parentDataProperty:"first",rootData}))){
vErrors = vErrors === null ? validate55.errors : vErrors.concat(validate55.errors);
errors = vErrors.length;
}
var valid1 = _errs5 === errors;
}
else {
var valid1 = true;
}
if(valid1){
if(data1.second !== undefined){
const _errs6 = errors;
if(!(validate55(data1.second, {instancePath:instancePath+"/seeds/second",parentData:data1,parentDataProperty:"second",rootData}))){
vErrors = vErrors === null ? validate55.errors : vErrors.concat(validate55.errors);
errors = vErrors.length;
}
var valid1 = _errs6 === errors;
}
else {
var valid1 = true;
}
}
}
}
else {
validate54.errors = [{instancePath:instancePath+"/seeds",keyword:"type"}];
return false;
}
}
var valid0 = _errs3 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.isOtherSeed !== undefined){
const _errs7 = errors;
if(typeof data.isOtherSeed !== "boolean"){
validate54.errors = [{instancePath:instancePath+"/isOtherSeed",keyword:"type"}];
return false;
}
var valid0 = _errs7 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.stages !== undefined){
let data5 = data.stages;
const _errs9 = errors;
if(errors === _errs9){
if(Array.isArray(data5)){
var valid2 = true;
const len0 = data5.length;
for(let i0=0; i0<len0; i0++){
let data6 = data5[i0];
const _errs11 = errors;
if(errors === _errs11){
if(data6 && typeof data6 == "object" && !Array.isArray(data6)){
let missing2;
if((((data6.stage === undefined) && (missing2 = "stage")) || ((data6.same === undefined) && (missing2 = "same"))) || ((data6.different === undefined) && (missing2 = "different"))){
validate54.errors = [{instancePath:instancePath+"/stages/" + i0,keyword:"required"}];
return false;
}
else {
if(data6.stage !== undefined){
const _errs13 = errors;
if(typeof data6.stage !== "string"){
validate54.errors = [{instancePath:instancePath+"/stages/" + i0+"/stage",keyword:"type"}];
return false;
}
var valid3 = _errs13 === errors;
}
else {
var valid3 = true;
}
if(valid3){
if(data6.same !== undefined){
let data8 = data6.same;
const _errs15 = errors;
if(!(((typeof data8 == "number") && (!(data8 % 1) && !isNaN(data8))) && (isFinite(data8)))){
validate54.errors = [{instancePath:instancePath+"/stages/" + i0+"/same",keyword:"type"}];
return false;
}
var valid3 = _errs15 === errors;
}
else {
var valid3 = true;
}
if(valid3){
if(data6.different !== undefined){
let data9 = data6.different;
const _errs17 = errors;
if(errors === _errs17){
if(Array.isArray(data9)){
var valid4 = true;
const len1 = data9.length;
for(let i1=0; i1<len1; i1++){
const _errs19 = errors;
if(typeof data9[i1] !== "string"){
validate54.errors = [{instancePath:instancePath+"/stages/" + i0+"/different/" + i1,keyword:"type"}];
return false;
}
var valid4 = _errs19 === errors;
if(!valid4){
break;
}
}
}
else {
validate54.errors = [{instancePath:instancePath+"/stages/" + i0+"/different",keyword:"type"}];
return false;
}
}
var valid3 = _errs17 === errors;
}
else {
var valid3 = true;
}
}
}
}
}
else {
validate54.errors = [{instancePath:instancePath+"/stages/" + i0,keyword:"type"}];
return false;
}
}
var valid2 = _errs11 === errors;
if(!valid2){
break;
}
}
}
else {
validate54.errors = [{instancePath:instancePath+"/stages",keyword:"type"}];
return false;
}
}
var valid0 = _errs9 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.packages !== undefined){
let data11 = data.packages;
const _errs21 = errors;
if(errors === _errs21){
if(Array.isArray(data11)){
var valid5 = true;
const len2 = data11.length;
for(let i2=0; i2<len2; i2++){
const _errs23 = errors;
if(!(validate59(data11[i2], {instancePath:instancePath+"/packages/" + i2,parentData:data11,parentDataProperty:i2,rootData}))){
vErrors = vErrors === null ? validate59.errors : vErrors.concat(validate59.errors);
errors = vErrors.length;
}
var valid5 = _errs23 === errors;
if(!valid5){
break;
}
}
}
else {
validate54.errors = [{instancePath:instancePath+"/packages",keyword:"type"}];
return false;
}
}
var valid0 = _errs21 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.firstDivergence !== undefined){
const _errs24 = errors;
if(typeof data.firstDivergence !== "string"){
validate54.errors = [{instancePath:instancePath+"/firstDivergence",keyword:"type"}];
return false;
}
var valid0 = _errs24 === errors;
}
else {
var valid0 = true;
}
}
}
}
}
}
}
}
else {
validate54.errors = [{instancePath,keyword:"type"}];
return false;
}
}
validate54.errors = vErrors;
return errors === 0;
}


function validate53(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(errors === 0){
if(data && typeof data == "object" && !Array.isArray(data)){
let missing0;
if(((((data.first === undefined) && (missing0 = "first")) || ((data.second === undefined) && (missing0 = "second"))) || ((data.arches === undefined) && (missing0 = "arches"))) || ((data.holds === undefined) && (missing0 = "holds"))){
validate53.errors = [{instancePath,keyword:"required"}];
return false;
}
else {
if(data.first !== undefined){
let data0 = data.first;
const _errs1 = errors;
if(errors === _errs1){
if(errors === _errs1){
if(typeof data0 === "string"){
if(!pattern2.test(data0)){
validate53.errors = [{instancePath:instancePath+"/first",keyword:"pattern"}];
return false;
}
}
else {
validate53.errors = [{instancePath:instancePath+"/first",keyword:"type"}];
return false;
}
}
}
var valid0 = _errs1 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.second !== undefined){
let data1 = data.second;
const _errs3 = errors;
if(errors === _errs3){
if(errors === _errs3){
if(typeof data1 === "string"){
if(!pattern2.test(data1)){
validate53.errors = [{instancePath:instancePath+"/second",keyword:"pattern"}];
return false;
}
}
else {
validate53.errors = [{instancePath:instancePath+"/second",keyword:"type"}];
return false;
}
}
}
var valid0 = _errs3 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.arches !== undefined){
let data2 = data.arches;
const _errs5 = errors;
if(errors === _errs5){
if(Array.isArray(data2)){
var valid1 = true;
const len0 = data2.length;
for(let i0=0; i0<len0; i0++){
const _errs7 = errors;
if(!(validate54(data2[i0], {instancePath:instancePath+"/arches/" + i0,parentData:data2,parentDataProperty:i0,rootData}))){
vErrors = vErrors === null ? validate54.errors : vErrors.concat(validate54.errors);
errors = vErrors.length;
}
var valid1 = _errs7 === errors;
if(!valid1){
break;
}
}
}
else {
validate53.errors = [{instancePath:instancePath+"/arches",keyword:"type"}];
return false;
}
}
var valid0 = _errs5 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.holds !== undefined){
const _errs8 = errors;
if(typeof data.holds !== "boolean"){
validate53.errors = [{instancePath:instancePath+"/holds",keyword:"type"}];
return false;
}
var valid0 = _errs8 === errors;
}
else {
var valid0 = true;
}
}
}
}
}
}
else {
validate53.errors = [{instancePath,keyword:"type"}];
return false;
}
}
validate53.errors = vErrors;
return errors === 0;
}

export const checkDelivery = validate65;



function validate66(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(errors === 0){
if(data && typeof data == "object" && !Array.isArray(data)){
let missing0;
if((((data.number === undefined) && (missing0 = "number")) || ((data.at === undefined) && (missing0 = "at"))) || ((data.milliseconds === undefined) && (missing0 = "milliseconds"))){
validate66.errors = [{instancePath,keyword:"required"}];
return false;
}
else {
if(data.number !== undefined){
let data0 = data.number;
const _errs1 = errors;
if(!(((typeof data0 == "number") && (!(data0 % 1) && !isNaN(data0))) && (isFinite(data0)))){
validate66.errors = [{instancePath:instancePath+"/number",keyword:"type"}];
return false;
}
var valid0 = _errs1 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.at !== undefined){
let data1 = data.at;
const _errs3 = errors;
if(errors === _errs3){
if(errors === _errs3){
if(typeof data1 === "string"){
if(!pattern0.test(data1)){
validate66.errors = [{instancePath:instancePath+"/at",keyword:"pattern"}];
return false;
}
}
else {
validate66.errors = [{instancePath:instancePath+"/at",keyword:"type"}];
return false;
}
}
}
var valid0 = _errs3 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.milliseconds !== undefined){
let data2 = data.milliseconds;
const _errs5 = errors;
if(!(((typeof data2 == "number") && (!(data2 % 1) && !isNaN(data2))) && (isFinite(data2)))){
validate66.errors = [{instancePath:instancePath+"/milliseconds",keyword:"type"}];
return false;
}
var valid0 = _errs5 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.status !== undefined){
let data3 = data.status;
const _errs7 = errors;
if(!(((typeof data3 == "number") && (!(data3 % 1) && !isNaN(data3))) && (isFinite(data3)))){
validate66.errors = [{instancePath:instancePath+"/status",keyword:"type"}];
return false;
}
var valid0 = _errs7 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.response !== undefined){
const _errs9 = errors;
if(typeof data.response !== "string"){
validate66.errors = [{instancePath:instancePath+"/response",keyword:"type"}];
return false;
}
var valid0 = _errs9 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.error !== undefined){
let data5 = data.error;
const _errs11 = errors;
if(errors === _errs11){
if(data5 && typeof data5 == "object" && !Array.isArray(data5)){
let missing1;
if(((data5.code === undefined) && (missing1 = "code")) || ((data5.message === undefined) && (missing1 = "message"))){
validate66.errors = [{instancePath:instancePath+"/error",keyword:"required"}];
return false;
}
else {
if(data5.code !== undefined){
const _errs13 = errors;
if(typeof data5.code !== "string"){
validate66.errors = [{instancePath:instancePath+"/error/code",keyword:"type"}];
return false;
}
var valid1 = _errs13 === errors;
}
else {
var valid1 = true;
}
if(valid1){
if(data5.message !== undefined){
const _errs15 = errors;
if(typeof data5.message !== "string"){
validate66.errors = [{instancePath:instancePath+"/error/message",keyword:"type"}];
return false;
}
var valid1 = _errs15 === errors;
}
else {
var valid1 = true;
}
}
}
}
else {
validate66.errors = [{instancePath:instancePath+"/error",keyword:"type"}];
return false;
}
}
var valid0 = _errs11 === errors;
}
else {
var valid0 = true;
}
}
}
}
}
}
}
}
else {
validate66.errors = [{instancePath,keyword:"type"}];
return false;
}
}
validate66.errors = vErrors;
return errors === 0;
}


function validate65(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(errors === 0){
if(data && typeof data == "object" && !Array.isArray(data)){
let missing0;
if(((((((((data.id === undefined) && (missing0 = "id")) || ((data.webhookId === undefined) && (missing0 = "webhookId"))) || ((data.messageId === undefined) && (missing0 = "messageId"))) || ((data.type === undefined) && (missing0 = "type"))) || ((data.body === undefined) && (missing0 = "body"))) || ((data.state === undefined) && (missing0 = "state"))) || ((data.createdAt === undefined) && (missing0 = "createdAt"))) || ((data.tries === undefined) && (missing0 = "tries"))){
validate65.errors = [{instancePath,keyword:"required"}];
return false;
}
else {
if(data.id !== undefined){
let data0 = data.id;
const _errs1 = errors;
if(errors === _errs1){
if(errors === _errs1){
if(typeof data0 === "string"){
if(!pattern2.test(data0)){
validate65.errors = [{instancePath:instancePath+"/id",keyword:"pattern"}];
return false;
}
}
else {
validate65.errors = [{instancePath:instancePath+"/id",keyword:"type"}];
return false;
}
}
}
var valid0 = _errs1 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.webhookId !== undefined){
let data1 = data.webhookId;
const _errs3 = errors;
if(errors === _errs3){
if(errors === _errs3){
if(typeof data1 === "string"){
if(!pattern2.test(data1)){
validate65.errors = [{instancePath:instancePath+"/webhookId",keyword:"pattern"}];
return false;
}
}
else {
validate65.errors = [{instancePath:instancePath+"/webhookId",keyword:"type"}];
return false;
}
}
}
var valid0 = _errs3 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.messageId !== undefined){
const _errs5 = errors;
if(typeof data.messageId !== "string"){
validate65.errors = [{instancePath:instancePath+"/messageId",keyword:"type"}];
return false;
}
var valid0 = _errs5 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.type !== undefined){
const _errs7 = errors;
if(typeof data.type !== "string"){
validate65.errors = [{instancePath:instancePath+"/type",keyword:"type"}];
return false;
}
var valid0 = _errs7 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.runId !== undefined){
let data4 = data.runId;
const _errs9 = errors;
if(errors === _errs9){
if(errors === _errs9){
if(typeof data4 === "string"){
if(!pattern2.test(data4)){
validate65.errors = [{instancePath:instancePath+"/runId",keyword:"pattern"}];
return false;
}
}
else {
validate65.errors = [{instancePath:instancePath+"/runId",keyword:"type"}];
return false;
}
}
}
var valid0 = _errs9 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.body !== undefined){
const _errs11 = errors;
if(typeof data.body !== "string"){
validate65.errors = [{instancePath:instancePath+"/body",keyword:"type"}];
return false;
}
var valid0 = _errs11 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.state !== undefined){
let data6 = data.state;
const _errs13 = errors;
if(typeof data6 !== "string"){
validate65.errors = [{instancePath:instancePath+"/state",keyword:"type"}];
return false;
}
if(!(((data6 === "pending") || (data6 === "delivered")) || (data6 === "failed"))){
validate65.errors = [{instancePath:instancePath+"/state",keyword:"enum"}];
return false;
}
var valid0 = _errs13 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.createdAt !== undefined){
let data7 = data.createdAt;
const _errs15 = errors;
if(errors === _errs15){
if(errors === _errs15){
if(typeof data7 === "string"){
if(!pattern0.test(data7)){
validate65.errors = [{instancePath:instancePath+"/createdAt",keyword:"pattern"}];
return false;
}
}
else {
validate65.errors = [{instancePath:instancePath+"/createdAt",keyword:"type"}];
return false;
}
}
}
var valid0 = _errs15 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.dueAt !== undefined){
let data8 = data.dueAt;
const _errs17 = errors;
if(errors === _errs17){
if(errors === _errs17){
if(typeof data8 === "string"){
if(!pattern0.test(data8)){
validate65.errors = [{instancePath:instancePath+"/dueAt",keyword:"pattern"}];
return false;
}
}
else {
validate65.errors = [{instancePath:instancePath+"/dueAt",keyword:"type"}];
return false;
}
}
}
var valid0 = _errs17 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.finishedAt !== undefined){
let data9 = data.finishedAt;
const _errs19 = errors;
if(errors === _errs19){
if(errors === _errs19){
if(typeof data9 === "string"){
if(!pattern0.test(data9)){
validate65.errors = [{instancePath:instancePath+"/finishedAt",keyword:"pattern"}];
return false;
}
}
else {
validate65.errors = [{instancePath:instancePath+"/finishedAt",keyword:"type"}];
return false;
}
}
}
var valid0 = _errs19 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.tries !== undefined){
let data10 = data.tries;
const _errs21 = errors;
if(errors === _errs21){
if(Array.isArray(data10)){
var valid1 = true;
const len0 = data10.length;
for(let i0=0; i0<len0; i0++){
const _errs23 = errors;
if(!(validate66(data10[i0], {instancePath:instancePath+"/tries/" + i0,parentData:data10,parentDataProperty:i0,rootData}))){
vErrors = vErrors === null ? validate66.errors : vErrors.concat(validate66.errors);
errors = vErrors.length;
}
var valid1 = _errs23 === errors;
if(!valid1){
break;
}
}
}
else {
validate65.errors = [{instancePath:instancePath+"/tries",keyword:"type"}];
return false;
}
}
var valid0 = _errs21 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.replayOf !== undefined){
let data12 = data.replayOf;
const _errs24 = errors;
if(errors === _errs24){
if(errors === _errs24){
if(typeof data12 === "string"){
if(!pattern2.test(data12)){
validate65.errors = [{instancePath:instancePath+"/replayOf",keyword:"pattern"}];
return false;
}
}
else {
validate65.errors = [{instancePath:instancePath+"/replayOf",keyword:"type"}];
return false;
}
}
}
var valid0 = _errs24 === errors;
}
else {
var valid0 = true;
}
}
}
}
}
}
}
}
}
}
}
}
}
}
else {
validate65.errors = [{instancePath,keyword:"type"}];
return false;
}
}
validate65.errors = vErrors;
return errors === 0;
}

export const checkDeliveryList = validate68;


function validate68(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(errors === 0){
if(data && typeof data == "object" && !Array.isArray(data)){
let missing0;
if((data.deliveries === undefined) && (missing0 = "deliveries")){
validate68.errors = [{instancePath,keyword:"required"}];
return false;
}
else {
if(data.deliveries !== undefined){
let data0 = data.deliveries;
const _errs1 = errors;
if(errors === _errs1){
if(Array.isArray(data0)){
var valid1 = true;
const len0 = data0.length;
for(let i0=0; i0<len0; i0++){
const _errs3 = errors;
if(!(validate65(data0[i0], {instancePath:instancePath+"/deliveries/" + i0,parentData:data0,parentDataProperty:i0,rootData}))){
vErrors = vErrors === null ? validate65.errors : vErrors.concat(validate65.errors);
errors = vErrors.length;
}
var valid1 = _errs3 === errors;
if(!valid1){
break;
}
}
}
else {
validate68.errors = [{instancePath:instancePath+"/deliveries",keyword:"type"}];
return false;
}
}
var valid0 = _errs1 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.next !== undefined){
const _errs4 = errors;
if(typeof data.next !== "string"){
validate68.errors = [{instancePath:instancePath+"/next",keyword:"type"}];
return false;
}
var valid0 = _errs4 === errors;
}
else {
var valid0 = true;
}
}
}
}
else {
validate68.errors = [{instancePath,keyword:"type"}];
return false;
}
}
validate68.errors = vErrors;
return errors === 0;
}

export const checkEvidenceList = validate70;



function validate71(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(errors === 0){
if(data && typeof data == "object" && !Array.isArray(data)){
let missing0;
if((((((((((data.kind === undefined) && (missing0 = "kind")) || ((data.arch === undefined) && (missing0 = "arch"))) || ((data.package === undefined) && (missing0 = "package"))) || ((data.buildKey === undefined) && (missing0 = "buildKey"))) || ((data.contentDigest === undefined) && (missing0 = "contentDigest"))) || ((data.outcome === undefined) && (missing0 = "outcome"))) || ((data.summary === undefined) && (missing0 = "summary"))) || ((data.reasons === undefined) && (missing0 = "reasons"))) || ((data.documents === undefined) && (missing0 = "documents"))){
validate71.errors = [{instancePath,keyword:"required"}];
return false;
}
else {
if(data.kind !== undefined){
let data0 = data.kind;
const _errs1 = errors;
if(typeof data0 !== "string"){
validate71.errors = [{instancePath:instancePath+"/kind",keyword:"type"}];
return false;
}
if(!((((data0 === "residue") || (data0 === "rebuild")) || (data0 === "fixed-point")) || (data0 === "other-seed"))){
validate71.errors = [{instancePath:instancePath+"/kind",keyword:"enum"}];
return false;
}
var valid0 = _errs1 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.arch !== undefined){
let data1 = data.arch;
const _errs3 = errors;
if(typeof data1 !== "string"){
validate71.errors = [{instancePath:instancePath+"/arch",keyword:"type"}];
return false;
}
if(!((data1 === "x86_64") || (data1 === "aarch64"))){
validate71.errors = [{instancePath:instancePath+"/arch",keyword:"enum"}];
return false;
}
var valid0 = _errs3 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.package !== undefined){
const _errs5 = errors;
if(typeof data.package !== "string"){
validate71.errors = [{instancePath:instancePath+"/package",keyword:"type"}];
return false;
}
var valid0 = _errs5 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.buildKey !== undefined){
let data3 = data.buildKey;
const _errs7 = errors;
if(errors === _errs7){
if(typeof data3 === "string"){
if(!pattern1.test(data3)){
validate71.errors = [{instancePath:instancePath+"/buildKey",keyword:"pattern"}];
return false;
}
}
else {
validate71.errors = [{instancePath:instancePath+"/buildKey",keyword:"type"}];
return false;
}
}
var valid0 = _errs7 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.contentDigest !== undefined){
let data4 = data.contentDigest;
const _errs9 = errors;
if(errors === _errs9){
if(typeof data4 === "string"){
if(!pattern1.test(data4)){
validate71.errors = [{instancePath:instancePath+"/contentDigest",keyword:"pattern"}];
return false;
}
}
else {
validate71.errors = [{instancePath:instancePath+"/contentDigest",keyword:"type"}];
return false;
}
}
var valid0 = _errs9 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.outcome !== undefined){
let data5 = data.outcome;
const _errs11 = errors;
if(typeof data5 !== "string"){
validate71.errors = [{instancePath:instancePath+"/outcome",keyword:"type"}];
return false;
}
if(!(((data5 === "holds") || (data5 === "fails")) || (data5 === "undecided"))){
validate71.errors = [{instancePath:instancePath+"/outcome",keyword:"enum"}];
return false;
}
var valid0 = _errs11 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.summary !== undefined){
const _errs13 = errors;
if(typeof data.summary !== "string"){
validate71.errors = [{instancePath:instancePath+"/summary",keyword:"type"}];
return false;
}
var valid0 = _errs13 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.reasons !== undefined){
let data7 = data.reasons;
const _errs15 = errors;
if(errors === _errs15){
if(Array.isArray(data7)){
var valid1 = true;
const len0 = data7.length;
for(let i0=0; i0<len0; i0++){
const _errs17 = errors;
if(typeof data7[i0] !== "string"){
validate71.errors = [{instancePath:instancePath+"/reasons/" + i0,keyword:"type"}];
return false;
}
var valid1 = _errs17 === errors;
if(!valid1){
break;
}
}
}
else {
validate71.errors = [{instancePath:instancePath+"/reasons",keyword:"type"}];
return false;
}
}
var valid0 = _errs15 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.seedLock !== undefined){
let data9 = data.seedLock;
const _errs19 = errors;
if(errors === _errs19){
if(typeof data9 === "string"){
if(!pattern1.test(data9)){
validate71.errors = [{instancePath:instancePath+"/seedLock",keyword:"pattern"}];
return false;
}
}
else {
validate71.errors = [{instancePath:instancePath+"/seedLock",keyword:"type"}];
return false;
}
}
var valid0 = _errs19 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.documents !== undefined){
let data10 = data.documents;
const _errs21 = errors;
if(errors === _errs21){
if(Array.isArray(data10)){
var valid2 = true;
const len1 = data10.length;
for(let i1=0; i1<len1; i1++){
let data11 = data10[i1];
const _errs23 = errors;
if(errors === _errs23){
if(typeof data11 === "string"){
if(!pattern1.test(data11)){
validate71.errors = [{instancePath:instancePath+"/documents/" + i1,keyword:"pattern"}];
return false;
}
}
else {
validate71.errors = [{instancePath:instancePath+"/documents/" + i1,keyword:"type"}];
return false;
}
}
var valid2 = _errs23 === errors;
if(!valid2){
break;
}
}
}
else {
validate71.errors = [{instancePath:instancePath+"/documents",keyword:"type"}];
return false;
}
}
var valid0 = _errs21 === errors;
}
else {
var valid0 = true;
}
}
}
}
}
}
}
}
}
}
}
}
else {
validate71.errors = [{instancePath,keyword:"type"}];
return false;
}
}
validate71.errors = vErrors;
return errors === 0;
}


function validate70(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(errors === 0){
if(data && typeof data == "object" && !Array.isArray(data)){
let missing0;
if((data.evidence === undefined) && (missing0 = "evidence")){
validate70.errors = [{instancePath,keyword:"required"}];
return false;
}
else {
if(data.evidence !== undefined){
let data0 = data.evidence;
const _errs1 = errors;
if(errors === _errs1){
if(Array.isArray(data0)){
var valid1 = true;
const len0 = data0.length;
for(let i0=0; i0<len0; i0++){
const _errs3 = errors;
if(!(validate71(data0[i0], {instancePath:instancePath+"/evidence/" + i0,parentData:data0,parentDataProperty:i0,rootData}))){
vErrors = vErrors === null ? validate71.errors : vErrors.concat(validate71.errors);
errors = vErrors.length;
}
var valid1 = _errs3 === errors;
if(!valid1){
break;
}
}
}
else {
validate70.errors = [{instancePath:instancePath+"/evidence",keyword:"type"}];
return false;
}
}
var valid0 = _errs1 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.next !== undefined){
const _errs4 = errors;
if(typeof data.next !== "string"){
validate70.errors = [{instancePath:instancePath+"/next",keyword:"type"}];
return false;
}
var valid0 = _errs4 === errors;
}
else {
var valid0 = true;
}
}
}
}
else {
validate70.errors = [{instancePath,keyword:"type"}];
return false;
}
}
validate70.errors = vErrors;
return errors === 0;
}

export const checkFiring = validate73;


function validate73(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(errors === 0){
if(data && typeof data == "object" && !Array.isArray(data)){
let missing0;
if((((((data.id === undefined) && (missing0 = "id")) || ((data.scheduleId === undefined) && (missing0 = "scheduleId"))) || ((data.dueAt === undefined) && (missing0 = "dueAt"))) || ((data.firedAt === undefined) && (missing0 = "firedAt"))) || ((data.outcome === undefined) && (missing0 = "outcome"))){
validate73.errors = [{instancePath,keyword:"required"}];
return false;
}
else {
if(data.id !== undefined){
let data0 = data.id;
const _errs1 = errors;
if(errors === _errs1){
if(errors === _errs1){
if(typeof data0 === "string"){
if(!pattern2.test(data0)){
validate73.errors = [{instancePath:instancePath+"/id",keyword:"pattern"}];
return false;
}
}
else {
validate73.errors = [{instancePath:instancePath+"/id",keyword:"type"}];
return false;
}
}
}
var valid0 = _errs1 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.scheduleId !== undefined){
let data1 = data.scheduleId;
const _errs3 = errors;
if(errors === _errs3){
if(errors === _errs3){
if(typeof data1 === "string"){
if(!pattern2.test(data1)){
validate73.errors = [{instancePath:instancePath+"/scheduleId",keyword:"pattern"}];
return false;
}
}
else {
validate73.errors = [{instancePath:instancePath+"/scheduleId",keyword:"type"}];
return false;
}
}
}
var valid0 = _errs3 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.dueAt !== undefined){
let data2 = data.dueAt;
const _errs5 = errors;
if(errors === _errs5){
if(errors === _errs5){
if(typeof data2 === "string"){
if(!pattern0.test(data2)){
validate73.errors = [{instancePath:instancePath+"/dueAt",keyword:"pattern"}];
return false;
}
}
else {
validate73.errors = [{instancePath:instancePath+"/dueAt",keyword:"type"}];
return false;
}
}
}
var valid0 = _errs5 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.firedAt !== undefined){
let data3 = data.firedAt;
const _errs7 = errors;
if(errors === _errs7){
if(errors === _errs7){
if(typeof data3 === "string"){
if(!pattern0.test(data3)){
validate73.errors = [{instancePath:instancePath+"/firedAt",keyword:"pattern"}];
return false;
}
}
else {
validate73.errors = [{instancePath:instancePath+"/firedAt",keyword:"type"}];
return false;
}
}
}
var valid0 = _errs7 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.firedBy !== undefined){
const _errs9 = errors;
if(typeof data.firedBy !== "string"){
validate73.errors = [{instancePath:instancePath+"/firedBy",keyword:"type"}];
return false;
}
var valid0 = _errs9 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.outcome !== undefined){
let data5 = data.outcome;
const _errs11 = errors;
if(typeof data5 !== "string"){
validate73.errors = [{instancePath:instancePath+"/outcome",keyword:"type"}];
return false;
}
if(!((((data5 === "starting") || (data5 === "started")) || (data5 === "skipped")) || (data5 === "refused"))){
validate73.errors = [{instancePath:instancePath+"/outcome",keyword:"enum"}];
return false;
}
var valid0 = _errs11 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.runId !== undefined){
let data6 = data.runId;
const _errs13 = errors;
if(errors === _errs13){
if(errors === _errs13){
if(typeof data6 === "string"){
if(!pattern2.test(data6)){
validate73.errors = [{instancePath:instancePath+"/runId",keyword:"pattern"}];
return false;
}
}
else {
validate73.errors = [{instancePath:instancePath+"/runId",keyword:"type"}];
return false;
}
}
}
var valid0 = _errs13 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.runState !== undefined){
let data7 = data.runState;
const _errs15 = errors;
if(typeof data7 !== "string"){
validate73.errors = [{instancePath:instancePath+"/runState",keyword:"type"}];
return false;
}
if(!(((((data7 === "preparing") || (data7 === "running")) || (data7 === "succeeded")) || (data7 === "failed")) || (data7 === "cancelled"))){
validate73.errors = [{instancePath:instancePath+"/runState",keyword:"enum"}];
return false;
}
var valid0 = _errs15 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.failure !== undefined){
let data8 = data.failure;
const _errs17 = errors;
if(errors === _errs17){
if(data8 && typeof data8 == "object" && !Array.isArray(data8)){
let missing1;
if(((data8.code === undefined) && (missing1 = "code")) || ((data8.message === undefined) && (missing1 = "message"))){
validate73.errors = [{instancePath:instancePath+"/failure",keyword:"required"}];
return false;
}
else {
if(data8.code !== undefined){
const _errs19 = errors;
if(typeof data8.code !== "string"){
validate73.errors = [{instancePath:instancePath+"/failure/code",keyword:"type"}];
return false;
}
var valid1 = _errs19 === errors;
}
else {
var valid1 = true;
}
if(valid1){
if(data8.message !== undefined){
const _errs21 = errors;
if(typeof data8.message !== "string"){
validate73.errors = [{instancePath:instancePath+"/failure/message",keyword:"type"}];
return false;
}
var valid1 = _errs21 === errors;
}
else {
var valid1 = true;
}
if(valid1){
if(data8.wayOut !== undefined){
const _errs23 = errors;
if(typeof data8.wayOut !== "string"){
validate73.errors = [{instancePath:instancePath+"/failure/wayOut",keyword:"type"}];
return false;
}
var valid1 = _errs23 === errors;
}
else {
var valid1 = true;
}
}
}
}
}
else {
validate73.errors = [{instancePath:instancePath+"/failure",keyword:"type"}];
return false;
}
}
var valid0 = _errs17 === errors;
}
else {
var valid0 = true;
}
}
}
}
}
}
}
}
}
}
}
else {
validate73.errors = [{instancePath,keyword:"type"}];
return false;
}
}
validate73.errors = vErrors;
return errors === 0;
}

export const checkFiringList = validate74;


function validate74(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(errors === 0){
if(data && typeof data == "object" && !Array.isArray(data)){
let missing0;
if((data.firings === undefined) && (missing0 = "firings")){
validate74.errors = [{instancePath,keyword:"required"}];
return false;
}
else {
if(data.firings !== undefined){
let data0 = data.firings;
const _errs1 = errors;
if(errors === _errs1){
if(Array.isArray(data0)){
var valid1 = true;
const len0 = data0.length;
for(let i0=0; i0<len0; i0++){
const _errs3 = errors;
if(!(validate73(data0[i0], {instancePath:instancePath+"/firings/" + i0,parentData:data0,parentDataProperty:i0,rootData}))){
vErrors = vErrors === null ? validate73.errors : vErrors.concat(validate73.errors);
errors = vErrors.length;
}
var valid1 = _errs3 === errors;
if(!valid1){
break;
}
}
}
else {
validate74.errors = [{instancePath:instancePath+"/firings",keyword:"type"}];
return false;
}
}
var valid0 = _errs1 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.next !== undefined){
const _errs4 = errors;
if(typeof data.next !== "string"){
validate74.errors = [{instancePath:instancePath+"/next",keyword:"type"}];
return false;
}
var valid0 = _errs4 === errors;
}
else {
var valid0 = true;
}
}
}
}
else {
validate74.errors = [{instancePath,keyword:"type"}];
return false;
}
}
validate74.errors = vErrors;
return errors === 0;
}

export const checkFlight = validate76;



function validate77(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(errors === 0){
if(data && typeof data == "object" && !Array.isArray(data)){
let missing0;
if((((((data.stage === undefined) && (missing0 = "stage")) || ((data.arch === undefined) && (missing0 = "arch"))) || ((data.state === undefined) && (missing0 = "state"))) || ((data.counts === undefined) && (missing0 = "counts"))) || ((data.cached === undefined) && (missing0 = "cached"))){
validate77.errors = [{instancePath,keyword:"required"}];
return false;
}
else {
if(data.stage !== undefined){
const _errs1 = errors;
if(typeof data.stage !== "string"){
validate77.errors = [{instancePath:instancePath+"/stage",keyword:"type"}];
return false;
}
var valid0 = _errs1 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.arch !== undefined){
let data1 = data.arch;
const _errs3 = errors;
if(typeof data1 !== "string"){
validate77.errors = [{instancePath:instancePath+"/arch",keyword:"type"}];
return false;
}
if(!((data1 === "x86_64") || (data1 === "aarch64"))){
validate77.errors = [{instancePath:instancePath+"/arch",keyword:"enum"}];
return false;
}
var valid0 = _errs3 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.state !== undefined){
let data2 = data.state;
const _errs5 = errors;
if(typeof data2 !== "string"){
validate77.errors = [{instancePath:instancePath+"/state",keyword:"type"}];
return false;
}
if(!((((data2 === "waiting") || (data2 === "open")) || (data2 === "complete")) || (data2 === "failed"))){
validate77.errors = [{instancePath:instancePath+"/state",keyword:"enum"}];
return false;
}
var valid0 = _errs5 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.counts !== undefined){
let data3 = data.counts;
const _errs7 = errors;
if(errors === _errs7){
if(data3 && typeof data3 == "object" && !Array.isArray(data3)){
let missing1;
if((((((((data3.waiting === undefined) && (missing1 = "waiting")) || ((data3.ready === undefined) && (missing1 = "ready"))) || ((data3.building === undefined) && (missing1 = "building"))) || ((data3.done === undefined) && (missing1 = "done"))) || ((data3.failed === undefined) && (missing1 = "failed"))) || ((data3.blocked === undefined) && (missing1 = "blocked"))) || ((data3.cancelled === undefined) && (missing1 = "cancelled"))){
validate77.errors = [{instancePath:instancePath+"/counts",keyword:"required"}];
return false;
}
else {
if(data3.waiting !== undefined){
let data4 = data3.waiting;
const _errs9 = errors;
if(!(((typeof data4 == "number") && (!(data4 % 1) && !isNaN(data4))) && (isFinite(data4)))){
validate77.errors = [{instancePath:instancePath+"/counts/waiting",keyword:"type"}];
return false;
}
var valid1 = _errs9 === errors;
}
else {
var valid1 = true;
}
if(valid1){
if(data3.ready !== undefined){
let data5 = data3.ready;
const _errs11 = errors;
if(!(((typeof data5 == "number") && (!(data5 % 1) && !isNaN(data5))) && (isFinite(data5)))){
validate77.errors = [{instancePath:instancePath+"/counts/ready",keyword:"type"}];
return false;
}
var valid1 = _errs11 === errors;
}
else {
var valid1 = true;
}
if(valid1){
if(data3.building !== undefined){
let data6 = data3.building;
const _errs13 = errors;
if(!(((typeof data6 == "number") && (!(data6 % 1) && !isNaN(data6))) && (isFinite(data6)))){
validate77.errors = [{instancePath:instancePath+"/counts/building",keyword:"type"}];
return false;
}
var valid1 = _errs13 === errors;
}
else {
var valid1 = true;
}
if(valid1){
if(data3.done !== undefined){
let data7 = data3.done;
const _errs15 = errors;
if(!(((typeof data7 == "number") && (!(data7 % 1) && !isNaN(data7))) && (isFinite(data7)))){
validate77.errors = [{instancePath:instancePath+"/counts/done",keyword:"type"}];
return false;
}
var valid1 = _errs15 === errors;
}
else {
var valid1 = true;
}
if(valid1){
if(data3.failed !== undefined){
let data8 = data3.failed;
const _errs17 = errors;
if(!(((typeof data8 == "number") && (!(data8 % 1) && !isNaN(data8))) && (isFinite(data8)))){
validate77.errors = [{instancePath:instancePath+"/counts/failed",keyword:"type"}];
return false;
}
var valid1 = _errs17 === errors;
}
else {
var valid1 = true;
}
if(valid1){
if(data3.blocked !== undefined){
let data9 = data3.blocked;
const _errs19 = errors;
if(!(((typeof data9 == "number") && (!(data9 % 1) && !isNaN(data9))) && (isFinite(data9)))){
validate77.errors = [{instancePath:instancePath+"/counts/blocked",keyword:"type"}];
return false;
}
var valid1 = _errs19 === errors;
}
else {
var valid1 = true;
}
if(valid1){
if(data3.cancelled !== undefined){
let data10 = data3.cancelled;
const _errs21 = errors;
if(!(((typeof data10 == "number") && (!(data10 % 1) && !isNaN(data10))) && (isFinite(data10)))){
validate77.errors = [{instancePath:instancePath+"/counts/cancelled",keyword:"type"}];
return false;
}
var valid1 = _errs21 === errors;
}
else {
var valid1 = true;
}
}
}
}
}
}
}
}
}
else {
validate77.errors = [{instancePath:instancePath+"/counts",keyword:"type"}];
return false;
}
}
var valid0 = _errs7 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.cached !== undefined){
let data11 = data.cached;
const _errs23 = errors;
if(!(((typeof data11 == "number") && (!(data11 % 1) && !isNaN(data11))) && (isFinite(data11)))){
validate77.errors = [{instancePath:instancePath+"/cached",keyword:"type"}];
return false;
}
var valid0 = _errs23 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.finishAt !== undefined){
let data12 = data.finishAt;
const _errs25 = errors;
if(errors === _errs25){
if(errors === _errs25){
if(typeof data12 === "string"){
if(!pattern0.test(data12)){
validate77.errors = [{instancePath:instancePath+"/finishAt",keyword:"pattern"}];
return false;
}
}
else {
validate77.errors = [{instancePath:instancePath+"/finishAt",keyword:"type"}];
return false;
}
}
}
var valid0 = _errs25 === errors;
}
else {
var valid0 = true;
}
}
}
}
}
}
}
}
else {
validate77.errors = [{instancePath,keyword:"type"}];
return false;
}
}
validate77.errors = vErrors;
return errors === 0;
}



function validate79(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(errors === 0){
if(data && typeof data == "object" && !Array.isArray(data)){
let missing0;
if((((((((data.arch === undefined) && (missing0 = "arch")) || ((data.finishAt === undefined) && (missing0 = "finishAt"))) || ((data.workSeconds === undefined) && (missing0 = "workSeconds"))) || ((data.pathSeconds === undefined) && (missing0 = "pathSeconds"))) || ((data.slots === undefined) && (missing0 = "slots"))) || ((data.left === undefined) && (missing0 = "left"))) || ((data.guessed === undefined) && (missing0 = "guessed"))){
validate79.errors = [{instancePath,keyword:"required"}];
return false;
}
else {
if(data.arch !== undefined){
let data0 = data.arch;
const _errs1 = errors;
if(typeof data0 !== "string"){
validate79.errors = [{instancePath:instancePath+"/arch",keyword:"type"}];
return false;
}
if(!((data0 === "x86_64") || (data0 === "aarch64"))){
validate79.errors = [{instancePath:instancePath+"/arch",keyword:"enum"}];
return false;
}
var valid0 = _errs1 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.finishAt !== undefined){
let data1 = data.finishAt;
const _errs3 = errors;
if(errors === _errs3){
if(errors === _errs3){
if(typeof data1 === "string"){
if(!pattern0.test(data1)){
validate79.errors = [{instancePath:instancePath+"/finishAt",keyword:"pattern"}];
return false;
}
}
else {
validate79.errors = [{instancePath:instancePath+"/finishAt",keyword:"type"}];
return false;
}
}
}
var valid0 = _errs3 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.workSeconds !== undefined){
let data2 = data.workSeconds;
const _errs5 = errors;
if(!((typeof data2 == "number") && (isFinite(data2)))){
validate79.errors = [{instancePath:instancePath+"/workSeconds",keyword:"type"}];
return false;
}
var valid0 = _errs5 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.pathSeconds !== undefined){
let data3 = data.pathSeconds;
const _errs7 = errors;
if(!((typeof data3 == "number") && (isFinite(data3)))){
validate79.errors = [{instancePath:instancePath+"/pathSeconds",keyword:"type"}];
return false;
}
var valid0 = _errs7 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.slots !== undefined){
let data4 = data.slots;
const _errs9 = errors;
if(!(((typeof data4 == "number") && (!(data4 % 1) && !isNaN(data4))) && (isFinite(data4)))){
validate79.errors = [{instancePath:instancePath+"/slots",keyword:"type"}];
return false;
}
var valid0 = _errs9 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.left !== undefined){
let data5 = data.left;
const _errs11 = errors;
if(!(((typeof data5 == "number") && (!(data5 % 1) && !isNaN(data5))) && (isFinite(data5)))){
validate79.errors = [{instancePath:instancePath+"/left",keyword:"type"}];
return false;
}
var valid0 = _errs11 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.guessed !== undefined){
let data6 = data.guessed;
const _errs13 = errors;
if(!(((typeof data6 == "number") && (!(data6 % 1) && !isNaN(data6))) && (isFinite(data6)))){
validate79.errors = [{instancePath:instancePath+"/guessed",keyword:"type"}];
return false;
}
var valid0 = _errs13 === errors;
}
else {
var valid0 = true;
}
}
}
}
}
}
}
}
}
else {
validate79.errors = [{instancePath,keyword:"type"}];
return false;
}
}
validate79.errors = vErrors;
return errors === 0;
}



function validate81(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(errors === 0){
if(Array.isArray(data)){
if(data.length > 16){
validate81.errors = [{instancePath,keyword:"maxItems"}];
return false;
}
else {
if(data.length < 16){
validate81.errors = [{instancePath,keyword:"minItems"}];
return false;
}
else {
const len0 = data.length;
if(!(len0 <= 16)){
validate81.errors = [{instancePath,keyword:"additionalItems"}];
return false;
}
else {
const len1 = data.length;
if(len1 > 0){
let data0 = data[0];
const _errs1 = errors;
if(errors === _errs1){
if(errors === _errs1){
if(typeof data0 === "string"){
if(!pattern2.test(data0)){
validate81.errors = [{instancePath:instancePath+"/0",keyword:"pattern"}];
return false;
}
}
else {
validate81.errors = [{instancePath:instancePath+"/0",keyword:"type"}];
return false;
}
}
}
var valid0 = _errs1 === errors;
}
if(valid0){
if(len1 > 1){
let data1 = data[1];
const _errs3 = errors;
if(typeof data1 !== "string"){
validate81.errors = [{instancePath:instancePath+"/1",keyword:"type"}];
return false;
}
if(!((data1 === "x86_64") || (data1 === "aarch64"))){
validate81.errors = [{instancePath:instancePath+"/1",keyword:"enum"}];
return false;
}
var valid0 = _errs3 === errors;
}
if(valid0){
if(len1 > 2){
const _errs5 = errors;
if(typeof data[2] !== "string"){
validate81.errors = [{instancePath:instancePath+"/2",keyword:"type"}];
return false;
}
var valid0 = _errs5 === errors;
}
if(valid0){
if(len1 > 3){
const _errs7 = errors;
if(typeof data[3] !== "string"){
validate81.errors = [{instancePath:instancePath+"/3",keyword:"type"}];
return false;
}
var valid0 = _errs7 === errors;
}
if(valid0){
if(len1 > 4){
const _errs9 = errors;
if(typeof data[4] !== "string"){
validate81.errors = [{instancePath:instancePath+"/4",keyword:"type"}];
return false;
}
var valid0 = _errs9 === errors;
}
if(valid0){
if(len1 > 5){
let data5 = data[5];
const _errs11 = errors;
if(typeof data5 !== "string"){
validate81.errors = [{instancePath:instancePath+"/5",keyword:"type"}];
return false;
}
if(!(((((((data5 === "waiting") || (data5 === "ready")) || (data5 === "building")) || (data5 === "done")) || (data5 === "failed")) || (data5 === "blocked")) || (data5 === "cancelled"))){
validate81.errors = [{instancePath:instancePath+"/5",keyword:"enum"}];
return false;
}
var valid0 = _errs11 === errors;
}
if(valid0){
if(len1 > 6){
const _errs13 = errors;
if(typeof data[6] !== "boolean"){
validate81.errors = [{instancePath:instancePath+"/6",keyword:"type"}];
return false;
}
var valid0 = _errs13 === errors;
}
if(valid0){
if(len1 > 7){
let data7 = data[7];
const _errs15 = errors;
if(!(((typeof data7 == "number") && (!(data7 % 1) && !isNaN(data7))) && (isFinite(data7)))){
validate81.errors = [{instancePath:instancePath+"/7",keyword:"type"}];
return false;
}
var valid0 = _errs15 === errors;
}
if(valid0){
if(len1 > 8){
let data8 = data[8];
const _errs17 = errors;
if(!(((typeof data8 == "number") && (!(data8 % 1) && !isNaN(data8))) && (isFinite(data8)))){
validate81.errors = [{instancePath:instancePath+"/8",keyword:"type"}];
return false;
}
var valid0 = _errs17 === errors;
}
if(valid0){
if(len1 > 9){
let data9 = data[9];
const _errs19 = errors;
if((typeof data9 !== "string") && (data9 !== null)){
validate81.errors = [{instancePath:instancePath+"/9",keyword:"type"}];
return false;
}
var valid0 = _errs19 === errors;
}
if(valid0){
if(len1 > 10){
let data10 = data[10];
const _errs21 = errors;
const _errs22 = errors;
let valid1 = false;
const _errs23 = errors;
if(!(((typeof data10 == "number") && (!(data10 % 1) && !isNaN(data10))) && (isFinite(data10)))){
const err0 = {instancePath:instancePath+"/10",keyword:"type"};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
var _valid0 = _errs23 === errors;
valid1 = valid1 || _valid0;
if(!valid1){
const _errs25 = errors;
if(data10 !== null){
const err1 = {instancePath:instancePath+"/10",keyword:"type"};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
var _valid0 = _errs25 === errors;
valid1 = valid1 || _valid0;
}
if(!valid1){
const err2 = {instancePath:instancePath+"/10",keyword:"anyOf"};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
validate81.errors = vErrors;
return false;
}
else {
errors = _errs22;
if(vErrors !== null){
if(_errs22){
vErrors.length = _errs22;
}
else {
vErrors = null;
}
}
}
var valid0 = _errs21 === errors;
}
if(valid0){
if(len1 > 11){
let data11 = data[11];
const _errs27 = errors;
const _errs28 = errors;
let valid2 = false;
const _errs29 = errors;
if(!(((typeof data11 == "number") && (!(data11 % 1) && !isNaN(data11))) && (isFinite(data11)))){
const err3 = {instancePath:instancePath+"/11",keyword:"type"};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
var _valid1 = _errs29 === errors;
valid2 = valid2 || _valid1;
if(!valid2){
const _errs31 = errors;
if(data11 !== null){
const err4 = {instancePath:instancePath+"/11",keyword:"type"};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
var _valid1 = _errs31 === errors;
valid2 = valid2 || _valid1;
}
if(!valid2){
const err5 = {instancePath:instancePath+"/11",keyword:"anyOf"};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
validate81.errors = vErrors;
return false;
}
else {
errors = _errs28;
if(vErrors !== null){
if(_errs28){
vErrors.length = _errs28;
}
else {
vErrors = null;
}
}
}
var valid0 = _errs27 === errors;
}
if(valid0){
if(len1 > 12){
let data12 = data[12];
const _errs33 = errors;
if(!((typeof data12 == "number") && (isFinite(data12)))){
validate81.errors = [{instancePath:instancePath+"/12",keyword:"type"}];
return false;
}
var valid0 = _errs33 === errors;
}
if(valid0){
if(len1 > 13){
let data13 = data[13];
const _errs35 = errors;
const _errs36 = errors;
let valid3 = false;
const _errs37 = errors;
if(!(((typeof data13 == "number") && (!(data13 % 1) && !isNaN(data13))) && (isFinite(data13)))){
const err6 = {instancePath:instancePath+"/13",keyword:"type"};
if(vErrors === null){
vErrors = [err6];
}
else {
vErrors.push(err6);
}
errors++;
}
if(errors === _errs37){
if((typeof data13 == "number") && (isFinite(data13))){
if(data13 < 0 || isNaN(data13)){
const err7 = {instancePath:instancePath+"/13",keyword:"minimum"};
if(vErrors === null){
vErrors = [err7];
}
else {
vErrors.push(err7);
}
errors++;
}
}
}
var _valid2 = _errs37 === errors;
valid3 = valid3 || _valid2;
if(!valid3){
const _errs39 = errors;
if(data13 !== null){
const err8 = {instancePath:instancePath+"/13",keyword:"type"};
if(vErrors === null){
vErrors = [err8];
}
else {
vErrors.push(err8);
}
errors++;
}
var _valid2 = _errs39 === errors;
valid3 = valid3 || _valid2;
}
if(!valid3){
const err9 = {instancePath:instancePath+"/13",keyword:"anyOf"};
if(vErrors === null){
vErrors = [err9];
}
else {
vErrors.push(err9);
}
errors++;
validate81.errors = vErrors;
return false;
}
else {
errors = _errs36;
if(vErrors !== null){
if(_errs36){
vErrors.length = _errs36;
}
else {
vErrors = null;
}
}
}
var valid0 = _errs35 === errors;
}
if(valid0){
if(len1 > 14){
let data14 = data[14];
const _errs41 = errors;
if((typeof data14 !== "string") && (data14 !== null)){
validate81.errors = [{instancePath:instancePath+"/14",keyword:"type"}];
return false;
}
var valid0 = _errs41 === errors;
}
if(valid0){
if(len1 > 15){
let data15 = data[15];
const _errs43 = errors;
if((typeof data15 !== "string") && (data15 !== null)){
validate81.errors = [{instancePath:instancePath+"/15",keyword:"type"}];
return false;
}
var valid0 = _errs43 === errors;
}
}
}
}
}
}
}
}
}
}
}
}
}
}
}
}
}
}
}
}
else {
validate81.errors = [{instancePath,keyword:"type"}];
return false;
}
}
validate81.errors = vErrors;
return errors === 0;
}


function validate76(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(errors === 0){
if(data && typeof data == "object" && !Array.isArray(data)){
let missing0;
if(((((data.version === undefined) && (missing0 = "version")) || ((data.stages === undefined) && (missing0 = "stages"))) || ((data.paths === undefined) && (missing0 = "paths"))) || ((data.builds === undefined) && (missing0 = "builds"))){
validate76.errors = [{instancePath,keyword:"required"}];
return false;
}
else {
if(data.version !== undefined){
let data0 = data.version;
const _errs1 = errors;
if(!(((typeof data0 == "number") && (!(data0 % 1) && !isNaN(data0))) && (isFinite(data0)))){
validate76.errors = [{instancePath:instancePath+"/version",keyword:"type"}];
return false;
}
var valid0 = _errs1 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.stages !== undefined){
let data1 = data.stages;
const _errs3 = errors;
if(errors === _errs3){
if(Array.isArray(data1)){
var valid1 = true;
const len0 = data1.length;
for(let i0=0; i0<len0; i0++){
const _errs5 = errors;
if(!(validate77(data1[i0], {instancePath:instancePath+"/stages/" + i0,parentData:data1,parentDataProperty:i0,rootData}))){
vErrors = vErrors === null ? validate77.errors : vErrors.concat(validate77.errors);
errors = vErrors.length;
}
var valid1 = _errs5 === errors;
if(!valid1){
break;
}
}
}
else {
validate76.errors = [{instancePath:instancePath+"/stages",keyword:"type"}];
return false;
}
}
var valid0 = _errs3 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.estimates !== undefined){
let data3 = data.estimates;
const _errs6 = errors;
if(errors === _errs6){
if(Array.isArray(data3)){
var valid2 = true;
const len1 = data3.length;
for(let i1=0; i1<len1; i1++){
const _errs8 = errors;
if(!(validate79(data3[i1], {instancePath:instancePath+"/estimates/" + i1,parentData:data3,parentDataProperty:i1,rootData}))){
vErrors = vErrors === null ? validate79.errors : vErrors.concat(validate79.errors);
errors = vErrors.length;
}
var valid2 = _errs8 === errors;
if(!valid2){
break;
}
}
}
else {
validate76.errors = [{instancePath:instancePath+"/estimates",keyword:"type"}];
return false;
}
}
var valid0 = _errs6 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.paths !== undefined){
let data5 = data.paths;
const _errs9 = errors;
if(errors === _errs9){
if(Array.isArray(data5)){
var valid3 = true;
const len2 = data5.length;
for(let i2=0; i2<len2; i2++){
let data6 = data5[i2];
const _errs11 = errors;
if(errors === _errs11){
if(data6 && typeof data6 == "object" && !Array.isArray(data6)){
let missing1;
if(((data6.arch === undefined) && (missing1 = "arch")) || ((data6.builds === undefined) && (missing1 = "builds"))){
validate76.errors = [{instancePath:instancePath+"/paths/" + i2,keyword:"required"}];
return false;
}
else {
if(data6.arch !== undefined){
let data7 = data6.arch;
const _errs13 = errors;
if(typeof data7 !== "string"){
validate76.errors = [{instancePath:instancePath+"/paths/" + i2+"/arch",keyword:"type"}];
return false;
}
if(!((data7 === "x86_64") || (data7 === "aarch64"))){
validate76.errors = [{instancePath:instancePath+"/paths/" + i2+"/arch",keyword:"enum"}];
return false;
}
var valid4 = _errs13 === errors;
}
else {
var valid4 = true;
}
if(valid4){
if(data6.builds !== undefined){
let data8 = data6.builds;
const _errs15 = errors;
if(errors === _errs15){
if(Array.isArray(data8)){
var valid5 = true;
const len3 = data8.length;
for(let i3=0; i3<len3; i3++){
let data9 = data8[i3];
const _errs17 = errors;
if(!(((typeof data9 == "number") && (!(data9 % 1) && !isNaN(data9))) && (isFinite(data9)))){
validate76.errors = [{instancePath:instancePath+"/paths/" + i2+"/builds/" + i3,keyword:"type"}];
return false;
}
if(errors === _errs17){
if((typeof data9 == "number") && (isFinite(data9))){
if(data9 < 0 || isNaN(data9)){
validate76.errors = [{instancePath:instancePath+"/paths/" + i2+"/builds/" + i3,keyword:"minimum"}];
return false;
}
}
}
var valid5 = _errs17 === errors;
if(!valid5){
break;
}
}
}
else {
validate76.errors = [{instancePath:instancePath+"/paths/" + i2+"/builds",keyword:"type"}];
return false;
}
}
var valid4 = _errs15 === errors;
}
else {
var valid4 = true;
}
}
}
}
else {
validate76.errors = [{instancePath:instancePath+"/paths/" + i2,keyword:"type"}];
return false;
}
}
var valid3 = _errs11 === errors;
if(!valid3){
break;
}
}
}
else {
validate76.errors = [{instancePath:instancePath+"/paths",keyword:"type"}];
return false;
}
}
var valid0 = _errs9 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.builds !== undefined){
let data10 = data.builds;
const _errs19 = errors;
if(errors === _errs19){
if(Array.isArray(data10)){
var valid6 = true;
const len4 = data10.length;
for(let i4=0; i4<len4; i4++){
const _errs21 = errors;
if(!(validate81(data10[i4], {instancePath:instancePath+"/builds/" + i4,parentData:data10,parentDataProperty:i4,rootData}))){
vErrors = vErrors === null ? validate81.errors : vErrors.concat(validate81.errors);
errors = vErrors.length;
}
var valid6 = _errs21 === errors;
if(!valid6){
break;
}
}
}
else {
validate76.errors = [{instancePath:instancePath+"/builds",keyword:"type"}];
return false;
}
}
var valid0 = _errs19 === errors;
}
else {
var valid0 = true;
}
}
}
}
}
}
}
else {
validate76.errors = [{instancePath,keyword:"type"}];
return false;
}
}
validate76.errors = vErrors;
return errors === 0;
}

export const checkGraph = validate83;



function validate84(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(errors === 0){
if(Array.isArray(data)){
if(data.length > 7){
validate84.errors = [{instancePath,keyword:"maxItems"}];
return false;
}
else {
if(data.length < 7){
validate84.errors = [{instancePath,keyword:"minItems"}];
return false;
}
else {
const len0 = data.length;
if(!(len0 <= 7)){
validate84.errors = [{instancePath,keyword:"additionalItems"}];
return false;
}
else {
const len1 = data.length;
if(len1 > 0){
let data0 = data[0];
const _errs1 = errors;
if(errors === _errs1){
if(errors === _errs1){
if(typeof data0 === "string"){
if(!pattern2.test(data0)){
validate84.errors = [{instancePath:instancePath+"/0",keyword:"pattern"}];
return false;
}
}
else {
validate84.errors = [{instancePath:instancePath+"/0",keyword:"type"}];
return false;
}
}
}
var valid0 = _errs1 === errors;
}
if(valid0){
if(len1 > 1){
let data1 = data[1];
const _errs3 = errors;
if(typeof data1 !== "string"){
validate84.errors = [{instancePath:instancePath+"/1",keyword:"type"}];
return false;
}
if(!((data1 === "x86_64") || (data1 === "aarch64"))){
validate84.errors = [{instancePath:instancePath+"/1",keyword:"enum"}];
return false;
}
var valid0 = _errs3 === errors;
}
if(valid0){
if(len1 > 2){
const _errs5 = errors;
if(typeof data[2] !== "string"){
validate84.errors = [{instancePath:instancePath+"/2",keyword:"type"}];
return false;
}
var valid0 = _errs5 === errors;
}
if(valid0){
if(len1 > 3){
const _errs7 = errors;
if(typeof data[3] !== "string"){
validate84.errors = [{instancePath:instancePath+"/3",keyword:"type"}];
return false;
}
var valid0 = _errs7 === errors;
}
if(valid0){
if(len1 > 4){
let data4 = data[4];
const _errs9 = errors;
if(!(((typeof data4 == "number") && (!(data4 % 1) && !isNaN(data4))) && (isFinite(data4)))){
validate84.errors = [{instancePath:instancePath+"/4",keyword:"type"}];
return false;
}
var valid0 = _errs9 === errors;
}
if(valid0){
if(len1 > 5){
let data5 = data[5];
const _errs11 = errors;
if(!((typeof data5 == "number") && (isFinite(data5)))){
validate84.errors = [{instancePath:instancePath+"/5",keyword:"type"}];
return false;
}
var valid0 = _errs11 === errors;
}
if(valid0){
if(len1 > 6){
let data6 = data[6];
const _errs13 = errors;
if(typeof data6 !== "string"){
validate84.errors = [{instancePath:instancePath+"/6",keyword:"type"}];
return false;
}
if(!(((data6 === "history") || (data6 === "stage")) || (data6 === "guess"))){
validate84.errors = [{instancePath:instancePath+"/6",keyword:"enum"}];
return false;
}
var valid0 = _errs13 === errors;
}
}
}
}
}
}
}
}
}
}
}
else {
validate84.errors = [{instancePath,keyword:"type"}];
return false;
}
}
validate84.errors = vErrors;
return errors === 0;
}



function validate86(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(errors === 0){
if(Array.isArray(data)){
if(data.length > 5){
validate86.errors = [{instancePath,keyword:"maxItems"}];
return false;
}
else {
if(data.length < 5){
validate86.errors = [{instancePath,keyword:"minItems"}];
return false;
}
else {
const len0 = data.length;
if(!(len0 <= 5)){
validate86.errors = [{instancePath,keyword:"additionalItems"}];
return false;
}
else {
const len1 = data.length;
if(len1 > 0){
let data0 = data[0];
const _errs1 = errors;
if(!(((typeof data0 == "number") && (!(data0 % 1) && !isNaN(data0))) && (isFinite(data0)))){
validate86.errors = [{instancePath:instancePath+"/0",keyword:"type"}];
return false;
}
if(errors === _errs1){
if((typeof data0 == "number") && (isFinite(data0))){
if(data0 < 0 || isNaN(data0)){
validate86.errors = [{instancePath:instancePath+"/0",keyword:"minimum"}];
return false;
}
}
}
var valid0 = _errs1 === errors;
}
if(valid0){
if(len1 > 1){
let data1 = data[1];
const _errs3 = errors;
if(!(((typeof data1 == "number") && (!(data1 % 1) && !isNaN(data1))) && (isFinite(data1)))){
validate86.errors = [{instancePath:instancePath+"/1",keyword:"type"}];
return false;
}
if(errors === _errs3){
if((typeof data1 == "number") && (isFinite(data1))){
if(data1 < 0 || isNaN(data1)){
validate86.errors = [{instancePath:instancePath+"/1",keyword:"minimum"}];
return false;
}
}
}
var valid0 = _errs3 === errors;
}
if(valid0){
if(len1 > 2){
let data2 = data[2];
const _errs5 = errors;
if(typeof data2 !== "string"){
validate86.errors = [{instancePath:instancePath+"/2",keyword:"type"}];
return false;
}
if(!((data2 === "waits") || (data2 === "takes"))){
validate86.errors = [{instancePath:instancePath+"/2",keyword:"enum"}];
return false;
}
var valid0 = _errs5 === errors;
}
if(valid0){
if(len1 > 3){
let data3 = data[3];
const _errs7 = errors;
if((typeof data3 !== "string") && (data3 !== null)){
validate86.errors = [{instancePath:instancePath+"/3",keyword:"type"}];
return false;
}
var valid0 = _errs7 === errors;
}
if(valid0){
if(len1 > 4){
let data4 = data[4];
const _errs9 = errors;
if((typeof data4 !== "string") && (data4 !== null)){
validate86.errors = [{instancePath:instancePath+"/4",keyword:"type"}];
return false;
}
var valid0 = _errs9 === errors;
}
}
}
}
}
}
}
}
}
else {
validate86.errors = [{instancePath,keyword:"type"}];
return false;
}
}
validate86.errors = vErrors;
return errors === 0;
}


function validate83(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(errors === 0){
if(data && typeof data == "object" && !Array.isArray(data)){
let missing0;
if((((data.nodes === undefined) && (missing0 = "nodes")) || ((data.edges === undefined) && (missing0 = "edges"))) || ((data.criticalPaths === undefined) && (missing0 = "criticalPaths"))){
validate83.errors = [{instancePath,keyword:"required"}];
return false;
}
else {
if(data.nodes !== undefined){
let data0 = data.nodes;
const _errs1 = errors;
if(errors === _errs1){
if(Array.isArray(data0)){
var valid1 = true;
const len0 = data0.length;
for(let i0=0; i0<len0; i0++){
const _errs3 = errors;
if(!(validate84(data0[i0], {instancePath:instancePath+"/nodes/" + i0,parentData:data0,parentDataProperty:i0,rootData}))){
vErrors = vErrors === null ? validate84.errors : vErrors.concat(validate84.errors);
errors = vErrors.length;
}
var valid1 = _errs3 === errors;
if(!valid1){
break;
}
}
}
else {
validate83.errors = [{instancePath:instancePath+"/nodes",keyword:"type"}];
return false;
}
}
var valid0 = _errs1 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.edges !== undefined){
let data2 = data.edges;
const _errs4 = errors;
if(errors === _errs4){
if(Array.isArray(data2)){
var valid2 = true;
const len1 = data2.length;
for(let i1=0; i1<len1; i1++){
const _errs6 = errors;
if(!(validate86(data2[i1], {instancePath:instancePath+"/edges/" + i1,parentData:data2,parentDataProperty:i1,rootData}))){
vErrors = vErrors === null ? validate86.errors : vErrors.concat(validate86.errors);
errors = vErrors.length;
}
var valid2 = _errs6 === errors;
if(!valid2){
break;
}
}
}
else {
validate83.errors = [{instancePath:instancePath+"/edges",keyword:"type"}];
return false;
}
}
var valid0 = _errs4 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.criticalPaths !== undefined){
let data4 = data.criticalPaths;
const _errs7 = errors;
if(errors === _errs7){
if(Array.isArray(data4)){
var valid3 = true;
const len2 = data4.length;
for(let i2=0; i2<len2; i2++){
let data5 = data4[i2];
const _errs9 = errors;
if(errors === _errs9){
if(data5 && typeof data5 == "object" && !Array.isArray(data5)){
let missing1;
if((((data5.arch === undefined) && (missing1 = "arch")) || ((data5.builds === undefined) && (missing1 = "builds"))) || ((data5.seconds === undefined) && (missing1 = "seconds"))){
validate83.errors = [{instancePath:instancePath+"/criticalPaths/" + i2,keyword:"required"}];
return false;
}
else {
if(data5.arch !== undefined){
let data6 = data5.arch;
const _errs11 = errors;
if(typeof data6 !== "string"){
validate83.errors = [{instancePath:instancePath+"/criticalPaths/" + i2+"/arch",keyword:"type"}];
return false;
}
if(!((data6 === "x86_64") || (data6 === "aarch64"))){
validate83.errors = [{instancePath:instancePath+"/criticalPaths/" + i2+"/arch",keyword:"enum"}];
return false;
}
var valid4 = _errs11 === errors;
}
else {
var valid4 = true;
}
if(valid4){
if(data5.builds !== undefined){
let data7 = data5.builds;
const _errs13 = errors;
if(errors === _errs13){
if(Array.isArray(data7)){
var valid5 = true;
const len3 = data7.length;
for(let i3=0; i3<len3; i3++){
let data8 = data7[i3];
const _errs15 = errors;
if(!(((typeof data8 == "number") && (!(data8 % 1) && !isNaN(data8))) && (isFinite(data8)))){
validate83.errors = [{instancePath:instancePath+"/criticalPaths/" + i2+"/builds/" + i3,keyword:"type"}];
return false;
}
if(errors === _errs15){
if((typeof data8 == "number") && (isFinite(data8))){
if(data8 < 0 || isNaN(data8)){
validate83.errors = [{instancePath:instancePath+"/criticalPaths/" + i2+"/builds/" + i3,keyword:"minimum"}];
return false;
}
}
}
var valid5 = _errs15 === errors;
if(!valid5){
break;
}
}
}
else {
validate83.errors = [{instancePath:instancePath+"/criticalPaths/" + i2+"/builds",keyword:"type"}];
return false;
}
}
var valid4 = _errs13 === errors;
}
else {
var valid4 = true;
}
if(valid4){
if(data5.seconds !== undefined){
let data9 = data5.seconds;
const _errs17 = errors;
if(!((typeof data9 == "number") && (isFinite(data9)))){
validate83.errors = [{instancePath:instancePath+"/criticalPaths/" + i2+"/seconds",keyword:"type"}];
return false;
}
var valid4 = _errs17 === errors;
}
else {
var valid4 = true;
}
}
}
}
}
else {
validate83.errors = [{instancePath:instancePath+"/criticalPaths/" + i2,keyword:"type"}];
return false;
}
}
var valid3 = _errs9 === errors;
if(!valid3){
break;
}
}
}
else {
validate83.errors = [{instancePath:instancePath+"/criticalPaths",keyword:"type"}];
return false;
}
}
var valid0 = _errs7 === errors;
}
else {
var valid0 = true;
}
}
}
}
}
else {
validate83.errors = [{instancePath,keyword:"type"}];
return false;
}
}
validate83.errors = vErrors;
return errors === 0;
}

export const checkHealth = validate88;


function validate88(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(errors === 0){
if(data && typeof data == "object" && !Array.isArray(data)){
let missing0;
if(((data.status === undefined) && (missing0 = "status")) || ((data.checks === undefined) && (missing0 = "checks"))){
validate88.errors = [{instancePath,keyword:"required"}];
return false;
}
else {
if(data.status !== undefined){
let data0 = data.status;
const _errs1 = errors;
if(typeof data0 !== "string"){
validate88.errors = [{instancePath:instancePath+"/status",keyword:"type"}];
return false;
}
if(!((data0 === "ok") || (data0 === "failing"))){
validate88.errors = [{instancePath:instancePath+"/status",keyword:"enum"}];
return false;
}
var valid0 = _errs1 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.checks !== undefined){
let data1 = data.checks;
const _errs3 = errors;
if(errors === _errs3){
if(data1 && typeof data1 == "object" && !Array.isArray(data1)){
for(const key0 in data1){
const _errs5 = errors;
if(typeof key0 !== "string"){
const err0 = {instancePath:instancePath+"/checks",keyword:"type",propertyName:key0};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
var valid1 = _errs5 === errors;
if(!valid1){
const err1 = {instancePath:instancePath+"/checks",keyword:"propertyNames"};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
validate88.errors = vErrors;
return false;
break;
}
}
if(valid1){
for(const key1 in data1){
const _errs8 = errors;
if(typeof data1[key1] !== "string"){
validate88.errors = [{instancePath:instancePath+"/checks/" + key1.replace(/~/g, "~0").replace(/\//g, "~1"),keyword:"type"}];
return false;
}
var valid2 = _errs8 === errors;
if(!valid2){
break;
}
}
}
}
else {
validate88.errors = [{instancePath:instancePath+"/checks",keyword:"type"}];
return false;
}
}
var valid0 = _errs3 === errors;
}
else {
var valid0 = true;
}
}
}
}
else {
validate88.errors = [{instancePath,keyword:"type"}];
return false;
}
}
validate88.errors = vErrors;
return errors === 0;
}

export const checkLogLines = validate89;



function validate90(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(errors === 0){
if(data && typeof data == "object" && !Array.isArray(data)){
let missing0;
if(((data.line === undefined) && (missing0 = "line")) || ((data.text === undefined) && (missing0 = "text"))){
validate90.errors = [{instancePath,keyword:"required"}];
return false;
}
else {
if(data.line !== undefined){
let data0 = data.line;
const _errs1 = errors;
if(!(((typeof data0 == "number") && (!(data0 % 1) && !isNaN(data0))) && (isFinite(data0)))){
validate90.errors = [{instancePath:instancePath+"/line",keyword:"type"}];
return false;
}
if(errors === _errs1){
if((typeof data0 == "number") && (isFinite(data0))){
if(data0 < 1 || isNaN(data0)){
validate90.errors = [{instancePath:instancePath+"/line",keyword:"minimum"}];
return false;
}
}
}
var valid0 = _errs1 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.text !== undefined){
const _errs3 = errors;
if(typeof data.text !== "string"){
validate90.errors = [{instancePath:instancePath+"/text",keyword:"type"}];
return false;
}
var valid0 = _errs3 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.isMatch !== undefined){
const _errs5 = errors;
if(typeof data.isMatch !== "boolean"){
validate90.errors = [{instancePath:instancePath+"/isMatch",keyword:"type"}];
return false;
}
var valid0 = _errs5 === errors;
}
else {
var valid0 = true;
}
}
}
}
}
else {
validate90.errors = [{instancePath,keyword:"type"}];
return false;
}
}
validate90.errors = vErrors;
return errors === 0;
}


function validate89(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(errors === 0){
if(data && typeof data == "object" && !Array.isArray(data)){
let missing0;
if((data.lines === undefined) && (missing0 = "lines")){
validate89.errors = [{instancePath,keyword:"required"}];
return false;
}
else {
if(data.attempt !== undefined){
let data0 = data.attempt;
const _errs1 = errors;
if(!(((typeof data0 == "number") && (!(data0 % 1) && !isNaN(data0))) && (isFinite(data0)))){
validate89.errors = [{instancePath:instancePath+"/attempt",keyword:"type"}];
return false;
}
if(errors === _errs1){
if((typeof data0 == "number") && (isFinite(data0))){
if(data0 < 1 || isNaN(data0)){
validate89.errors = [{instancePath:instancePath+"/attempt",keyword:"minimum"}];
return false;
}
}
}
var valid0 = _errs1 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.lines !== undefined){
let data1 = data.lines;
const _errs3 = errors;
if(errors === _errs3){
if(Array.isArray(data1)){
var valid1 = true;
const len0 = data1.length;
for(let i0=0; i0<len0; i0++){
const _errs5 = errors;
if(!(validate90(data1[i0], {instancePath:instancePath+"/lines/" + i0,parentData:data1,parentDataProperty:i0,rootData}))){
vErrors = vErrors === null ? validate90.errors : vErrors.concat(validate90.errors);
errors = vErrors.length;
}
var valid1 = _errs5 === errors;
if(!valid1){
break;
}
}
}
else {
validate89.errors = [{instancePath:instancePath+"/lines",keyword:"type"}];
return false;
}
}
var valid0 = _errs3 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.next !== undefined){
let data3 = data.next;
const _errs6 = errors;
if(!(((typeof data3 == "number") && (!(data3 % 1) && !isNaN(data3))) && (isFinite(data3)))){
validate89.errors = [{instancePath:instancePath+"/next",keyword:"type"}];
return false;
}
if(errors === _errs6){
if((typeof data3 == "number") && (isFinite(data3))){
if(data3 < 1 || isNaN(data3)){
validate89.errors = [{instancePath:instancePath+"/next",keyword:"minimum"}];
return false;
}
}
}
var valid0 = _errs6 === errors;
}
else {
var valid0 = true;
}
}
}
}
}
else {
validate89.errors = [{instancePath,keyword:"type"}];
return false;
}
}
validate89.errors = vErrors;
return errors === 0;
}

export const checkPlan = validate92;






function validate96(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(errors === 0){
if(data && typeof data == "object" && !Array.isArray(data)){
let missing0;
if((((data.file === undefined) && (missing0 = "file")) || ((data.line === undefined) && (missing0 = "line"))) || ((data.column === undefined) && (missing0 = "column"))){
validate96.errors = [{instancePath,keyword:"required"}];
return false;
}
else {
if(data.file !== undefined){
const _errs1 = errors;
if(typeof data.file !== "string"){
validate96.errors = [{instancePath:instancePath+"/file",keyword:"type"}];
return false;
}
var valid0 = _errs1 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.line !== undefined){
let data1 = data.line;
const _errs3 = errors;
if(!(((typeof data1 == "number") && (!(data1 % 1) && !isNaN(data1))) && (isFinite(data1)))){
validate96.errors = [{instancePath:instancePath+"/line",keyword:"type"}];
return false;
}
var valid0 = _errs3 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.column !== undefined){
let data2 = data.column;
const _errs5 = errors;
if(!(((typeof data2 == "number") && (!(data2 % 1) && !isNaN(data2))) && (isFinite(data2)))){
validate96.errors = [{instancePath:instancePath+"/column",keyword:"type"}];
return false;
}
var valid0 = _errs5 === errors;
}
else {
var valid0 = true;
}
}
}
}
}
else {
validate96.errors = [{instancePath,keyword:"type"}];
return false;
}
}
validate96.errors = vErrors;
return errors === 0;
}


function validate95(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(errors === 0){
if(data && typeof data == "object" && !Array.isArray(data)){
let missing0;
if(((((data.name === undefined) && (missing0 = "name")) || ((data.input === undefined) && (missing0 = "input"))) || ((data.assumed === undefined) && (missing0 = "assumed"))) || ((data.place === undefined) && (missing0 = "place"))){
validate95.errors = [{instancePath,keyword:"required"}];
return false;
}
else {
if(data.name !== undefined){
const _errs1 = errors;
if(typeof data.name !== "string"){
validate95.errors = [{instancePath:instancePath+"/name",keyword:"type"}];
return false;
}
var valid0 = _errs1 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.input !== undefined){
const _errs3 = errors;
if(typeof data.input !== "string"){
validate95.errors = [{instancePath:instancePath+"/input",keyword:"type"}];
return false;
}
var valid0 = _errs3 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.build !== undefined){
const _errs5 = errors;
if(typeof data.build !== "string"){
validate95.errors = [{instancePath:instancePath+"/build",keyword:"type"}];
return false;
}
var valid0 = _errs5 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.assumed !== undefined){
const _errs7 = errors;
if(typeof data.assumed !== "boolean"){
validate95.errors = [{instancePath:instancePath+"/assumed",keyword:"type"}];
return false;
}
var valid0 = _errs7 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.place !== undefined){
const _errs9 = errors;
if(!(validate96(data.place, {instancePath:instancePath+"/place",parentData:data,parentDataProperty:"place",rootData}))){
vErrors = vErrors === null ? validate96.errors : vErrors.concat(validate96.errors);
errors = vErrors.length;
}
var valid0 = _errs9 === errors;
}
else {
var valid0 = true;
}
}
}
}
}
}
}
else {
validate95.errors = [{instancePath,keyword:"type"}];
return false;
}
}
validate95.errors = vErrors;
return errors === 0;
}


function validate94(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(errors === 0){
if(data && typeof data == "object" && !Array.isArray(data)){
let missing0;
if(((((((data.name === undefined) && (missing0 = "name")) || ((data.version === undefined) && (missing0 = "version"))) || ((data.wave === undefined) && (missing0 = "wave"))) || ((data.remaining === undefined) && (missing0 = "remaining"))) || ((data.waitsFor === undefined) && (missing0 = "waitsFor"))) || ((data.edges === undefined) && (missing0 = "edges"))){
validate94.errors = [{instancePath,keyword:"required"}];
return false;
}
else {
if(data.name !== undefined){
const _errs1 = errors;
if(typeof data.name !== "string"){
validate94.errors = [{instancePath:instancePath+"/name",keyword:"type"}];
return false;
}
var valid0 = _errs1 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.version !== undefined){
const _errs3 = errors;
if(typeof data.version !== "string"){
validate94.errors = [{instancePath:instancePath+"/version",keyword:"type"}];
return false;
}
var valid0 = _errs3 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.wave !== undefined){
let data2 = data.wave;
const _errs5 = errors;
if(!(((typeof data2 == "number") && (!(data2 % 1) && !isNaN(data2))) && (isFinite(data2)))){
validate94.errors = [{instancePath:instancePath+"/wave",keyword:"type"}];
return false;
}
var valid0 = _errs5 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.remaining !== undefined){
let data3 = data.remaining;
const _errs7 = errors;
if(!(((typeof data3 == "number") && (!(data3 % 1) && !isNaN(data3))) && (isFinite(data3)))){
validate94.errors = [{instancePath:instancePath+"/remaining",keyword:"type"}];
return false;
}
var valid0 = _errs7 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.waitsFor !== undefined){
let data4 = data.waitsFor;
const _errs9 = errors;
if(errors === _errs9){
if(Array.isArray(data4)){
var valid1 = true;
const len0 = data4.length;
for(let i0=0; i0<len0; i0++){
const _errs11 = errors;
if(typeof data4[i0] !== "string"){
validate94.errors = [{instancePath:instancePath+"/waitsFor/" + i0,keyword:"type"}];
return false;
}
var valid1 = _errs11 === errors;
if(!valid1){
break;
}
}
}
else {
validate94.errors = [{instancePath:instancePath+"/waitsFor",keyword:"type"}];
return false;
}
}
var valid0 = _errs9 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.edges !== undefined){
let data6 = data.edges;
const _errs13 = errors;
if(errors === _errs13){
if(Array.isArray(data6)){
var valid2 = true;
const len1 = data6.length;
for(let i1=0; i1<len1; i1++){
const _errs15 = errors;
if(!(validate95(data6[i1], {instancePath:instancePath+"/edges/" + i1,parentData:data6,parentDataProperty:i1,rootData}))){
vErrors = vErrors === null ? validate95.errors : vErrors.concat(validate95.errors);
errors = vErrors.length;
}
var valid2 = _errs15 === errors;
if(!valid2){
break;
}
}
}
else {
validate94.errors = [{instancePath:instancePath+"/edges",keyword:"type"}];
return false;
}
}
var valid0 = _errs13 === errors;
}
else {
var valid0 = true;
}
}
}
}
}
}
}
}
else {
validate94.errors = [{instancePath,keyword:"type"}];
return false;
}
}
validate94.errors = vErrors;
return errors === 0;
}


function validate93(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(errors === 0){
if(data && typeof data == "object" && !Array.isArray(data)){
let missing0;
if(((((data.stage === undefined) && (missing0 = "stage")) || ((data.arch === undefined) && (missing0 = "arch"))) || ((data.inputs === undefined) && (missing0 = "inputs"))) || ((data.builds === undefined) && (missing0 = "builds"))){
validate93.errors = [{instancePath,keyword:"required"}];
return false;
}
else {
if(data.stage !== undefined){
const _errs1 = errors;
if(typeof data.stage !== "string"){
validate93.errors = [{instancePath:instancePath+"/stage",keyword:"type"}];
return false;
}
var valid0 = _errs1 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.arch !== undefined){
let data1 = data.arch;
const _errs3 = errors;
if(typeof data1 !== "string"){
validate93.errors = [{instancePath:instancePath+"/arch",keyword:"type"}];
return false;
}
if(!((data1 === "x86_64") || (data1 === "aarch64"))){
validate93.errors = [{instancePath:instancePath+"/arch",keyword:"enum"}];
return false;
}
var valid0 = _errs3 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.inputs !== undefined){
let data2 = data.inputs;
const _errs5 = errors;
if(errors === _errs5){
if(Array.isArray(data2)){
var valid1 = true;
const len0 = data2.length;
for(let i0=0; i0<len0; i0++){
const _errs7 = errors;
if(typeof data2[i0] !== "string"){
validate93.errors = [{instancePath:instancePath+"/inputs/" + i0,keyword:"type"}];
return false;
}
var valid1 = _errs7 === errors;
if(!valid1){
break;
}
}
}
else {
validate93.errors = [{instancePath:instancePath+"/inputs",keyword:"type"}];
return false;
}
}
var valid0 = _errs5 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.builds !== undefined){
let data4 = data.builds;
const _errs9 = errors;
if(errors === _errs9){
if(Array.isArray(data4)){
var valid2 = true;
const len1 = data4.length;
for(let i1=0; i1<len1; i1++){
const _errs11 = errors;
if(!(validate94(data4[i1], {instancePath:instancePath+"/builds/" + i1,parentData:data4,parentDataProperty:i1,rootData}))){
vErrors = vErrors === null ? validate94.errors : vErrors.concat(validate94.errors);
errors = vErrors.length;
}
var valid2 = _errs11 === errors;
if(!valid2){
break;
}
}
}
else {
validate93.errors = [{instancePath:instancePath+"/builds",keyword:"type"}];
return false;
}
}
var valid0 = _errs9 === errors;
}
else {
var valid0 = true;
}
}
}
}
}
}
else {
validate93.errors = [{instancePath,keyword:"type"}];
return false;
}
}
validate93.errors = vErrors;
return errors === 0;
}



function validate101(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(errors === 0){
if(data && typeof data == "object" && !Array.isArray(data)){
let missing0;
if((((((data.severity === undefined) && (missing0 = "severity")) || ((data.code === undefined) && (missing0 = "code"))) || ((data.place === undefined) && (missing0 = "place"))) || ((data.message === undefined) && (missing0 = "message"))) || ((data.wayOut === undefined) && (missing0 = "wayOut"))){
validate101.errors = [{instancePath,keyword:"required"}];
return false;
}
else {
if(data.severity !== undefined){
let data0 = data.severity;
const _errs1 = errors;
if(typeof data0 !== "string"){
validate101.errors = [{instancePath:instancePath+"/severity",keyword:"type"}];
return false;
}
if(!((data0 === "defect") || (data0 === "warning"))){
validate101.errors = [{instancePath:instancePath+"/severity",keyword:"enum"}];
return false;
}
var valid0 = _errs1 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.code !== undefined){
const _errs3 = errors;
if(typeof data.code !== "string"){
validate101.errors = [{instancePath:instancePath+"/code",keyword:"type"}];
return false;
}
var valid0 = _errs3 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.place !== undefined){
const _errs5 = errors;
if(!(validate96(data.place, {instancePath:instancePath+"/place",parentData:data,parentDataProperty:"place",rootData}))){
vErrors = vErrors === null ? validate96.errors : vErrors.concat(validate96.errors);
errors = vErrors.length;
}
var valid0 = _errs5 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.message !== undefined){
const _errs6 = errors;
if(typeof data.message !== "string"){
validate101.errors = [{instancePath:instancePath+"/message",keyword:"type"}];
return false;
}
var valid0 = _errs6 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.wayOut !== undefined){
const _errs8 = errors;
if(typeof data.wayOut !== "string"){
validate101.errors = [{instancePath:instancePath+"/wayOut",keyword:"type"}];
return false;
}
var valid0 = _errs8 === errors;
}
else {
var valid0 = true;
}
}
}
}
}
}
}
else {
validate101.errors = [{instancePath,keyword:"type"}];
return false;
}
}
validate101.errors = vErrors;
return errors === 0;
}




function validate105(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(errors === 0){
if(data && typeof data == "object" && !Array.isArray(data)){
let missing0;
if((((((((data.arch === undefined) && (missing0 = "arch")) || ((data.seconds === undefined) && (missing0 = "seconds"))) || ((data.workSeconds === undefined) && (missing0 = "workSeconds"))) || ((data.pathSeconds === undefined) && (missing0 = "pathSeconds"))) || ((data.slots === undefined) && (missing0 = "slots"))) || ((data.guessed === undefined) && (missing0 = "guessed"))) || ((data.stages === undefined) && (missing0 = "stages"))){
validate105.errors = [{instancePath,keyword:"required"}];
return false;
}
else {
if(data.arch !== undefined){
let data0 = data.arch;
const _errs1 = errors;
if(typeof data0 !== "string"){
validate105.errors = [{instancePath:instancePath+"/arch",keyword:"type"}];
return false;
}
if(!((data0 === "x86_64") || (data0 === "aarch64"))){
validate105.errors = [{instancePath:instancePath+"/arch",keyword:"enum"}];
return false;
}
var valid0 = _errs1 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.seconds !== undefined){
let data1 = data.seconds;
const _errs3 = errors;
if(!(((typeof data1 == "number") && (!(data1 % 1) && !isNaN(data1))) && (isFinite(data1)))){
validate105.errors = [{instancePath:instancePath+"/seconds",keyword:"type"}];
return false;
}
if(errors === _errs3){
if((typeof data1 == "number") && (isFinite(data1))){
if(data1 < 0 || isNaN(data1)){
validate105.errors = [{instancePath:instancePath+"/seconds",keyword:"minimum"}];
return false;
}
}
}
var valid0 = _errs3 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.workSeconds !== undefined){
let data2 = data.workSeconds;
const _errs5 = errors;
if(!(((typeof data2 == "number") && (!(data2 % 1) && !isNaN(data2))) && (isFinite(data2)))){
validate105.errors = [{instancePath:instancePath+"/workSeconds",keyword:"type"}];
return false;
}
if(errors === _errs5){
if((typeof data2 == "number") && (isFinite(data2))){
if(data2 < 0 || isNaN(data2)){
validate105.errors = [{instancePath:instancePath+"/workSeconds",keyword:"minimum"}];
return false;
}
}
}
var valid0 = _errs5 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.pathSeconds !== undefined){
let data3 = data.pathSeconds;
const _errs7 = errors;
if(!(((typeof data3 == "number") && (!(data3 % 1) && !isNaN(data3))) && (isFinite(data3)))){
validate105.errors = [{instancePath:instancePath+"/pathSeconds",keyword:"type"}];
return false;
}
if(errors === _errs7){
if((typeof data3 == "number") && (isFinite(data3))){
if(data3 < 0 || isNaN(data3)){
validate105.errors = [{instancePath:instancePath+"/pathSeconds",keyword:"minimum"}];
return false;
}
}
}
var valid0 = _errs7 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.slots !== undefined){
let data4 = data.slots;
const _errs9 = errors;
if(!(((typeof data4 == "number") && (!(data4 % 1) && !isNaN(data4))) && (isFinite(data4)))){
validate105.errors = [{instancePath:instancePath+"/slots",keyword:"type"}];
return false;
}
var valid0 = _errs9 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.guessed !== undefined){
let data5 = data.guessed;
const _errs11 = errors;
if(!(((typeof data5 == "number") && (!(data5 % 1) && !isNaN(data5))) && (isFinite(data5)))){
validate105.errors = [{instancePath:instancePath+"/guessed",keyword:"type"}];
return false;
}
var valid0 = _errs11 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.stages !== undefined){
let data6 = data.stages;
const _errs13 = errors;
if(errors === _errs13){
if(Array.isArray(data6)){
var valid1 = true;
const len0 = data6.length;
for(let i0=0; i0<len0; i0++){
let data7 = data6[i0];
const _errs15 = errors;
if(errors === _errs15){
if(data7 && typeof data7 == "object" && !Array.isArray(data7)){
let missing1;
if(((((data7.stage === undefined) && (missing1 = "stage")) || ((data7.builds === undefined) && (missing1 = "builds"))) || ((data7.cached === undefined) && (missing1 = "cached"))) || ((data7.waves === undefined) && (missing1 = "waves"))){
validate105.errors = [{instancePath:instancePath+"/stages/" + i0,keyword:"required"}];
return false;
}
else {
if(data7.stage !== undefined){
const _errs17 = errors;
if(typeof data7.stage !== "string"){
validate105.errors = [{instancePath:instancePath+"/stages/" + i0+"/stage",keyword:"type"}];
return false;
}
var valid2 = _errs17 === errors;
}
else {
var valid2 = true;
}
if(valid2){
if(data7.builds !== undefined){
let data9 = data7.builds;
const _errs19 = errors;
if(!(((typeof data9 == "number") && (!(data9 % 1) && !isNaN(data9))) && (isFinite(data9)))){
validate105.errors = [{instancePath:instancePath+"/stages/" + i0+"/builds",keyword:"type"}];
return false;
}
var valid2 = _errs19 === errors;
}
else {
var valid2 = true;
}
if(valid2){
if(data7.cached !== undefined){
let data10 = data7.cached;
const _errs21 = errors;
if(errors === _errs21){
if(Array.isArray(data10)){
var valid3 = true;
const len1 = data10.length;
for(let i1=0; i1<len1; i1++){
const _errs23 = errors;
if(typeof data10[i1] !== "string"){
validate105.errors = [{instancePath:instancePath+"/stages/" + i0+"/cached/" + i1,keyword:"type"}];
return false;
}
var valid3 = _errs23 === errors;
if(!valid3){
break;
}
}
}
else {
validate105.errors = [{instancePath:instancePath+"/stages/" + i0+"/cached",keyword:"type"}];
return false;
}
}
var valid2 = _errs21 === errors;
}
else {
var valid2 = true;
}
if(valid2){
if(data7.waves !== undefined){
let data12 = data7.waves;
const _errs25 = errors;
if(!(((typeof data12 == "number") && (!(data12 % 1) && !isNaN(data12))) && (isFinite(data12)))){
validate105.errors = [{instancePath:instancePath+"/stages/" + i0+"/waves",keyword:"type"}];
return false;
}
var valid2 = _errs25 === errors;
}
else {
var valid2 = true;
}
if(valid2){
if(data7.seconds !== undefined){
let data13 = data7.seconds;
const _errs27 = errors;
if(!(((typeof data13 == "number") && (!(data13 % 1) && !isNaN(data13))) && (isFinite(data13)))){
validate105.errors = [{instancePath:instancePath+"/stages/" + i0+"/seconds",keyword:"type"}];
return false;
}
if(errors === _errs27){
if((typeof data13 == "number") && (isFinite(data13))){
if(data13 < 0 || isNaN(data13)){
validate105.errors = [{instancePath:instancePath+"/stages/" + i0+"/seconds",keyword:"minimum"}];
return false;
}
}
}
var valid2 = _errs27 === errors;
}
else {
var valid2 = true;
}
}
}
}
}
}
}
else {
validate105.errors = [{instancePath:instancePath+"/stages/" + i0,keyword:"type"}];
return false;
}
}
var valid1 = _errs15 === errors;
if(!valid1){
break;
}
}
}
else {
validate105.errors = [{instancePath:instancePath+"/stages",keyword:"type"}];
return false;
}
}
var valid0 = _errs13 === errors;
}
else {
var valid0 = true;
}
}
}
}
}
}
}
}
}
else {
validate105.errors = [{instancePath,keyword:"type"}];
return false;
}
}
validate105.errors = vErrors;
return errors === 0;
}


function validate104(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(errors === 0){
if(data && typeof data == "object" && !Array.isArray(data)){
let missing0;
if((data.arches === undefined) && (missing0 = "arches")){
validate104.errors = [{instancePath,keyword:"required"}];
return false;
}
else {
if(data.against !== undefined){
let data0 = data.against;
const _errs1 = errors;
if(errors === _errs1){
if(errors === _errs1){
if(typeof data0 === "string"){
if(!pattern2.test(data0)){
validate104.errors = [{instancePath:instancePath+"/against",keyword:"pattern"}];
return false;
}
}
else {
validate104.errors = [{instancePath:instancePath+"/against",keyword:"type"}];
return false;
}
}
}
var valid0 = _errs1 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.arches !== undefined){
let data1 = data.arches;
const _errs3 = errors;
if(errors === _errs3){
if(Array.isArray(data1)){
var valid1 = true;
const len0 = data1.length;
for(let i0=0; i0<len0; i0++){
const _errs5 = errors;
if(!(validate105(data1[i0], {instancePath:instancePath+"/arches/" + i0,parentData:data1,parentDataProperty:i0,rootData}))){
vErrors = vErrors === null ? validate105.errors : vErrors.concat(validate105.errors);
errors = vErrors.length;
}
var valid1 = _errs5 === errors;
if(!valid1){
break;
}
}
}
else {
validate104.errors = [{instancePath:instancePath+"/arches",keyword:"type"}];
return false;
}
}
var valid0 = _errs3 === errors;
}
else {
var valid0 = true;
}
}
}
}
else {
validate104.errors = [{instancePath,keyword:"type"}];
return false;
}
}
validate104.errors = vErrors;
return errors === 0;
}


function validate92(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(errors === 0){
if(data && typeof data == "object" && !Array.isArray(data)){
let missing0;
if(((((data.blueprint === undefined) && (missing0 = "blueprint")) || ((data.seed === undefined) && (missing0 = "seed"))) || ((data.stages === undefined) && (missing0 = "stages"))) || ((data.warnings === undefined) && (missing0 = "warnings"))){
validate92.errors = [{instancePath,keyword:"required"}];
return false;
}
else {
if(data.blueprint !== undefined){
const _errs1 = errors;
if(typeof data.blueprint !== "string"){
validate92.errors = [{instancePath:instancePath+"/blueprint",keyword:"type"}];
return false;
}
var valid0 = _errs1 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.seed !== undefined){
const _errs3 = errors;
if(typeof data.seed !== "string"){
validate92.errors = [{instancePath:instancePath+"/seed",keyword:"type"}];
return false;
}
var valid0 = _errs3 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.stages !== undefined){
let data2 = data.stages;
const _errs5 = errors;
if(errors === _errs5){
if(Array.isArray(data2)){
var valid1 = true;
const len0 = data2.length;
for(let i0=0; i0<len0; i0++){
const _errs7 = errors;
if(!(validate93(data2[i0], {instancePath:instancePath+"/stages/" + i0,parentData:data2,parentDataProperty:i0,rootData}))){
vErrors = vErrors === null ? validate93.errors : vErrors.concat(validate93.errors);
errors = vErrors.length;
}
var valid1 = _errs7 === errors;
if(!valid1){
break;
}
}
}
else {
validate92.errors = [{instancePath:instancePath+"/stages",keyword:"type"}];
return false;
}
}
var valid0 = _errs5 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.warnings !== undefined){
let data4 = data.warnings;
const _errs8 = errors;
if(errors === _errs8){
if(Array.isArray(data4)){
var valid2 = true;
const len1 = data4.length;
for(let i1=0; i1<len1; i1++){
const _errs10 = errors;
if(!(validate101(data4[i1], {instancePath:instancePath+"/warnings/" + i1,parentData:data4,parentDataProperty:i1,rootData}))){
vErrors = vErrors === null ? validate101.errors : vErrors.concat(validate101.errors);
errors = vErrors.length;
}
var valid2 = _errs10 === errors;
if(!valid2){
break;
}
}
}
else {
validate92.errors = [{instancePath:instancePath+"/warnings",keyword:"type"}];
return false;
}
}
var valid0 = _errs8 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.forecast !== undefined){
const _errs11 = errors;
if(!(validate104(data.forecast, {instancePath:instancePath+"/forecast",parentData:data,parentDataProperty:"forecast",rootData}))){
vErrors = vErrors === null ? validate104.errors : vErrors.concat(validate104.errors);
errors = vErrors.length;
}
var valid0 = _errs11 === errors;
}
else {
var valid0 = true;
}
}
}
}
}
}
}
else {
validate92.errors = [{instancePath,keyword:"type"}];
return false;
}
}
validate92.errors = vErrors;
return errors === 0;
}

export const checkPlannedSchedule = validate108;


const pattern56 = new RegExp("^[^\\0]*$", "u");


function validate110(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(errors === 0){
if(data && typeof data == "object" && !Array.isArray(data)){
let missing0;
if((data.blueprint === undefined) && (missing0 = "blueprint")){
validate110.errors = [{instancePath,keyword:"required"}];
return false;
}
else {
if(data.blueprint !== undefined){
let data0 = data.blueprint;
const _errs1 = errors;
if(errors === _errs1){
if(typeof data0 === "string"){
if(!pattern56.test(data0)){
validate110.errors = [{instancePath:instancePath+"/blueprint",keyword:"pattern"}];
return false;
}
}
else {
validate110.errors = [{instancePath:instancePath+"/blueprint",keyword:"type"}];
return false;
}
}
var valid0 = _errs1 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.seeds !== undefined){
let data1 = data.seeds;
const _errs3 = errors;
if(errors === _errs3){
if(Array.isArray(data1)){
if(data1.length > 20){
validate110.errors = [{instancePath:instancePath+"/seeds",keyword:"maxItems"}];
return false;
}
else {
if(data1.length < 1){
validate110.errors = [{instancePath:instancePath+"/seeds",keyword:"minItems"}];
return false;
}
else {
var valid1 = true;
const len0 = data1.length;
for(let i0=0; i0<len0; i0++){
let data2 = data1[i0];
const _errs5 = errors;
if(errors === _errs5){
if(typeof data2 === "string"){
if(!pattern56.test(data2)){
validate110.errors = [{instancePath:instancePath+"/seeds/" + i0,keyword:"pattern"}];
return false;
}
}
else {
validate110.errors = [{instancePath:instancePath+"/seeds/" + i0,keyword:"type"}];
return false;
}
}
var valid1 = _errs5 === errors;
if(!valid1){
break;
}
}
}
}
}
else {
validate110.errors = [{instancePath:instancePath+"/seeds",keyword:"type"}];
return false;
}
}
var valid0 = _errs3 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.arches !== undefined){
let data3 = data.arches;
const _errs7 = errors;
if(errors === _errs7){
if(Array.isArray(data3)){
if(data3.length > 20){
validate110.errors = [{instancePath:instancePath+"/arches",keyword:"maxItems"}];
return false;
}
else {
if(data3.length < 1){
validate110.errors = [{instancePath:instancePath+"/arches",keyword:"minItems"}];
return false;
}
else {
var valid2 = true;
const len1 = data3.length;
for(let i1=0; i1<len1; i1++){
let data4 = data3[i1];
const _errs9 = errors;
if(typeof data4 !== "string"){
validate110.errors = [{instancePath:instancePath+"/arches/" + i1,keyword:"type"}];
return false;
}
if(!((data4 === "x86_64") || (data4 === "aarch64"))){
validate110.errors = [{instancePath:instancePath+"/arches/" + i1,keyword:"enum"}];
return false;
}
var valid2 = _errs9 === errors;
if(!valid2){
break;
}
}
}
}
}
else {
validate110.errors = [{instancePath:instancePath+"/arches",keyword:"type"}];
return false;
}
}
var valid0 = _errs7 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.priority !== undefined){
let data5 = data.priority;
const _errs11 = errors;
if(!(((typeof data5 == "number") && (!(data5 % 1) && !isNaN(data5))) && (isFinite(data5)))){
validate110.errors = [{instancePath:instancePath+"/priority",keyword:"type"}];
return false;
}
if(errors === _errs11){
if((typeof data5 == "number") && (isFinite(data5))){
if(data5 > 10 || isNaN(data5)){
validate110.errors = [{instancePath:instancePath+"/priority",keyword:"maximum"}];
return false;
}
else {
if(data5 < 0 || isNaN(data5)){
validate110.errors = [{instancePath:instancePath+"/priority",keyword:"minimum"}];
return false;
}
}
}
}
var valid0 = _errs11 === errors;
}
else {
var valid0 = true;
}
}
}
}
}
}
else {
validate110.errors = [{instancePath,keyword:"type"}];
return false;
}
}
validate110.errors = vErrors;
return errors === 0;
}


function validate109(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(errors === 0){
if(data && typeof data == "object" && !Array.isArray(data)){
let missing0;
if(((((((((((data.id === undefined) && (missing0 = "id")) || ((data.name === undefined) && (missing0 = "name"))) || ((data.request === undefined) && (missing0 = "request"))) || ((data.cron === undefined) && (missing0 = "cron"))) || ((data.timezone === undefined) && (missing0 = "timezone"))) || ((data.overlap === undefined) && (missing0 = "overlap"))) || ((data.enabled === undefined) && (missing0 = "enabled"))) || ((data.createdBy === undefined) && (missing0 = "createdBy"))) || ((data.createdAt === undefined) && (missing0 = "createdAt"))) || ((data.changedAt === undefined) && (missing0 = "changedAt"))){
validate109.errors = [{instancePath,keyword:"required"}];
return false;
}
else {
if(data.id !== undefined){
let data0 = data.id;
const _errs1 = errors;
if(errors === _errs1){
if(errors === _errs1){
if(typeof data0 === "string"){
if(!pattern2.test(data0)){
validate109.errors = [{instancePath:instancePath+"/id",keyword:"pattern"}];
return false;
}
}
else {
validate109.errors = [{instancePath:instancePath+"/id",keyword:"type"}];
return false;
}
}
}
var valid0 = _errs1 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.name !== undefined){
let data1 = data.name;
const _errs3 = errors;
if(errors === _errs3){
if(typeof data1 === "string"){
if(!pattern56.test(data1)){
validate109.errors = [{instancePath:instancePath+"/name",keyword:"pattern"}];
return false;
}
}
else {
validate109.errors = [{instancePath:instancePath+"/name",keyword:"type"}];
return false;
}
}
var valid0 = _errs3 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.request !== undefined){
const _errs5 = errors;
if(!(validate110(data.request, {instancePath:instancePath+"/request",parentData:data,parentDataProperty:"request",rootData}))){
vErrors = vErrors === null ? validate110.errors : vErrors.concat(validate110.errors);
errors = vErrors.length;
}
var valid0 = _errs5 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.cron !== undefined){
const _errs6 = errors;
if(typeof data.cron !== "string"){
validate109.errors = [{instancePath:instancePath+"/cron",keyword:"type"}];
return false;
}
var valid0 = _errs6 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.timezone !== undefined){
const _errs8 = errors;
if(typeof data.timezone !== "string"){
validate109.errors = [{instancePath:instancePath+"/timezone",keyword:"type"}];
return false;
}
var valid0 = _errs8 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.overlap !== undefined){
let data5 = data.overlap;
const _errs10 = errors;
if(typeof data5 !== "string"){
validate109.errors = [{instancePath:instancePath+"/overlap",keyword:"type"}];
return false;
}
if(!((data5 === "skip") || (data5 === "start"))){
validate109.errors = [{instancePath:instancePath+"/overlap",keyword:"enum"}];
return false;
}
var valid0 = _errs10 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.enabled !== undefined){
const _errs12 = errors;
if(typeof data.enabled !== "boolean"){
validate109.errors = [{instancePath:instancePath+"/enabled",keyword:"type"}];
return false;
}
var valid0 = _errs12 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.createdBy !== undefined){
const _errs14 = errors;
if(typeof data.createdBy !== "string"){
validate109.errors = [{instancePath:instancePath+"/createdBy",keyword:"type"}];
return false;
}
var valid0 = _errs14 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.createdAt !== undefined){
let data8 = data.createdAt;
const _errs16 = errors;
if(errors === _errs16){
if(errors === _errs16){
if(typeof data8 === "string"){
if(!pattern0.test(data8)){
validate109.errors = [{instancePath:instancePath+"/createdAt",keyword:"pattern"}];
return false;
}
}
else {
validate109.errors = [{instancePath:instancePath+"/createdAt",keyword:"type"}];
return false;
}
}
}
var valid0 = _errs16 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.changedAt !== undefined){
let data9 = data.changedAt;
const _errs18 = errors;
if(errors === _errs18){
if(errors === _errs18){
if(typeof data9 === "string"){
if(!pattern0.test(data9)){
validate109.errors = [{instancePath:instancePath+"/changedAt",keyword:"pattern"}];
return false;
}
}
else {
validate109.errors = [{instancePath:instancePath+"/changedAt",keyword:"type"}];
return false;
}
}
}
var valid0 = _errs18 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.nextAt !== undefined){
let data10 = data.nextAt;
const _errs20 = errors;
if(errors === _errs20){
if(errors === _errs20){
if(typeof data10 === "string"){
if(!pattern0.test(data10)){
validate109.errors = [{instancePath:instancePath+"/nextAt",keyword:"pattern"}];
return false;
}
}
else {
validate109.errors = [{instancePath:instancePath+"/nextAt",keyword:"type"}];
return false;
}
}
}
var valid0 = _errs20 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.last !== undefined){
const _errs22 = errors;
if(!(validate73(data.last, {instancePath:instancePath+"/last",parentData:data,parentDataProperty:"last",rootData}))){
vErrors = vErrors === null ? validate73.errors : vErrors.concat(validate73.errors);
errors = vErrors.length;
}
var valid0 = _errs22 === errors;
}
else {
var valid0 = true;
}
}
}
}
}
}
}
}
}
}
}
}
}
}
else {
validate109.errors = [{instancePath,keyword:"type"}];
return false;
}
}
validate109.errors = vErrors;
return errors === 0;
}


function validate108(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(errors === 0){
if(data && typeof data == "object" && !Array.isArray(data)){
let missing0;
if(((data.schedule === undefined) && (missing0 = "schedule")) || ((data.warnings === undefined) && (missing0 = "warnings"))){
validate108.errors = [{instancePath,keyword:"required"}];
return false;
}
else {
if(data.schedule !== undefined){
const _errs1 = errors;
if(!(validate109(data.schedule, {instancePath:instancePath+"/schedule",parentData:data,parentDataProperty:"schedule",rootData}))){
vErrors = vErrors === null ? validate109.errors : vErrors.concat(validate109.errors);
errors = vErrors.length;
}
var valid0 = _errs1 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.warnings !== undefined){
let data1 = data.warnings;
const _errs2 = errors;
if(errors === _errs2){
if(Array.isArray(data1)){
var valid1 = true;
const len0 = data1.length;
for(let i0=0; i0<len0; i0++){
const _errs4 = errors;
if(!(validate101(data1[i0], {instancePath:instancePath+"/warnings/" + i0,parentData:data1,parentDataProperty:i0,rootData}))){
vErrors = vErrors === null ? validate101.errors : vErrors.concat(validate101.errors);
errors = vErrors.length;
}
var valid1 = _errs4 === errors;
if(!valid1){
break;
}
}
}
else {
validate108.errors = [{instancePath:instancePath+"/warnings",keyword:"type"}];
return false;
}
}
var valid0 = _errs2 === errors;
}
else {
var valid0 = true;
}
}
}
}
else {
validate108.errors = [{instancePath,keyword:"type"}];
return false;
}
}
validate108.errors = vErrors;
return errors === 0;
}

export const checkProblem = validate115;


function validate115(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(errors === 0){
if(data && typeof data == "object" && !Array.isArray(data)){
let missing0;
if((((((data.type === undefined) && (missing0 = "type")) || ((data.title === undefined) && (missing0 = "title"))) || ((data.status === undefined) && (missing0 = "status"))) || ((data.detail === undefined) && (missing0 = "detail"))) || ((data.code === undefined) && (missing0 = "code"))){
validate115.errors = [{instancePath,keyword:"required"}];
return false;
}
else {
if(data.type !== undefined){
const _errs1 = errors;
if(typeof data.type !== "string"){
validate115.errors = [{instancePath:instancePath+"/type",keyword:"type"}];
return false;
}
var valid0 = _errs1 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.title !== undefined){
const _errs3 = errors;
if(typeof data.title !== "string"){
validate115.errors = [{instancePath:instancePath+"/title",keyword:"type"}];
return false;
}
var valid0 = _errs3 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.status !== undefined){
let data2 = data.status;
const _errs5 = errors;
if(!(((typeof data2 == "number") && (!(data2 % 1) && !isNaN(data2))) && (isFinite(data2)))){
validate115.errors = [{instancePath:instancePath+"/status",keyword:"type"}];
return false;
}
var valid0 = _errs5 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.detail !== undefined){
const _errs7 = errors;
if(typeof data.detail !== "string"){
validate115.errors = [{instancePath:instancePath+"/detail",keyword:"type"}];
return false;
}
var valid0 = _errs7 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.code !== undefined){
const _errs9 = errors;
if(typeof data.code !== "string"){
validate115.errors = [{instancePath:instancePath+"/code",keyword:"type"}];
return false;
}
var valid0 = _errs9 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.wayOut !== undefined){
const _errs11 = errors;
if(typeof data.wayOut !== "string"){
validate115.errors = [{instancePath:instancePath+"/wayOut",keyword:"type"}];
return false;
}
var valid0 = _errs11 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.reason !== undefined){
const _errs13 = errors;
if(typeof data.reason !== "string"){
validate115.errors = [{instancePath:instancePath+"/reason",keyword:"type"}];
return false;
}
var valid0 = _errs13 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.needs !== undefined){
let data7 = data.needs;
const _errs15 = errors;
if(typeof data7 !== "string"){
validate115.errors = [{instancePath:instancePath+"/needs",keyword:"type"}];
return false;
}
if(!((((data7 === "viewer") || (data7 === "worker")) || (data7 === "maintainer")) || (data7 === "admin"))){
validate115.errors = [{instancePath:instancePath+"/needs",keyword:"enum"}];
return false;
}
var valid0 = _errs15 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.requestId !== undefined){
const _errs17 = errors;
if(typeof data.requestId !== "string"){
validate115.errors = [{instancePath:instancePath+"/requestId",keyword:"type"}];
return false;
}
var valid0 = _errs17 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.defects !== undefined){
let data9 = data.defects;
const _errs19 = errors;
if(errors === _errs19){
if(Array.isArray(data9)){
var valid1 = true;
const len0 = data9.length;
for(let i0=0; i0<len0; i0++){
const _errs21 = errors;
if(!(validate101(data9[i0], {instancePath:instancePath+"/defects/" + i0,parentData:data9,parentDataProperty:i0,rootData}))){
vErrors = vErrors === null ? validate101.errors : vErrors.concat(validate101.errors);
errors = vErrors.length;
}
var valid1 = _errs21 === errors;
if(!valid1){
break;
}
}
}
else {
validate115.errors = [{instancePath:instancePath+"/defects",keyword:"type"}];
return false;
}
}
var valid0 = _errs19 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.warnings !== undefined){
let data11 = data.warnings;
const _errs22 = errors;
if(errors === _errs22){
if(Array.isArray(data11)){
var valid2 = true;
const len1 = data11.length;
for(let i1=0; i1<len1; i1++){
const _errs24 = errors;
if(!(validate101(data11[i1], {instancePath:instancePath+"/warnings/" + i1,parentData:data11,parentDataProperty:i1,rootData}))){
vErrors = vErrors === null ? validate101.errors : vErrors.concat(validate101.errors);
errors = vErrors.length;
}
var valid2 = _errs24 === errors;
if(!valid2){
break;
}
}
}
else {
validate115.errors = [{instancePath:instancePath+"/warnings",keyword:"type"}];
return false;
}
}
var valid0 = _errs22 === errors;
}
else {
var valid0 = true;
}
}
}
}
}
}
}
}
}
}
}
}
}
else {
validate115.errors = [{instancePath,keyword:"type"}];
return false;
}
}
validate115.errors = vErrors;
return errors === 0;
}

export const checkRebuildPlan = validate118;



function validate119(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(errors === 0){
if(data && typeof data == "object" && !Array.isArray(data)){
let missing0;
if((((((((data.arch === undefined) && (missing0 = "arch")) || ((data.stage === undefined) && (missing0 = "stage"))) || ((data.builds === undefined) && (missing0 = "builds"))) || ((data.seconds === undefined) && (missing0 = "seconds"))) || ((data.workSeconds === undefined) && (missing0 = "workSeconds"))) || ((data.slots === undefined) && (missing0 = "slots"))) || ((data.guessed === undefined) && (missing0 = "guessed"))){
validate119.errors = [{instancePath,keyword:"required"}];
return false;
}
else {
if(data.arch !== undefined){
let data0 = data.arch;
const _errs1 = errors;
if(typeof data0 !== "string"){
validate119.errors = [{instancePath:instancePath+"/arch",keyword:"type"}];
return false;
}
if(!((data0 === "x86_64") || (data0 === "aarch64"))){
validate119.errors = [{instancePath:instancePath+"/arch",keyword:"enum"}];
return false;
}
var valid0 = _errs1 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.stage !== undefined){
const _errs3 = errors;
if(typeof data.stage !== "string"){
validate119.errors = [{instancePath:instancePath+"/stage",keyword:"type"}];
return false;
}
var valid0 = _errs3 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.builds !== undefined){
let data2 = data.builds;
const _errs5 = errors;
if(errors === _errs5){
if(Array.isArray(data2)){
var valid1 = true;
const len0 = data2.length;
for(let i0=0; i0<len0; i0++){
let data3 = data2[i0];
const _errs7 = errors;
if(errors === _errs7){
if(data3 && typeof data3 == "object" && !Array.isArray(data3)){
let missing1;
if(((data3.name === undefined) && (missing1 = "name")) || ((data3.version === undefined) && (missing1 = "version"))){
validate119.errors = [{instancePath:instancePath+"/builds/" + i0,keyword:"required"}];
return false;
}
else {
if(data3.name !== undefined){
const _errs9 = errors;
if(typeof data3.name !== "string"){
validate119.errors = [{instancePath:instancePath+"/builds/" + i0+"/name",keyword:"type"}];
return false;
}
var valid2 = _errs9 === errors;
}
else {
var valid2 = true;
}
if(valid2){
if(data3.version !== undefined){
const _errs11 = errors;
if(typeof data3.version !== "string"){
validate119.errors = [{instancePath:instancePath+"/builds/" + i0+"/version",keyword:"type"}];
return false;
}
var valid2 = _errs11 === errors;
}
else {
var valid2 = true;
}
}
}
}
else {
validate119.errors = [{instancePath:instancePath+"/builds/" + i0,keyword:"type"}];
return false;
}
}
var valid1 = _errs7 === errors;
if(!valid1){
break;
}
}
}
else {
validate119.errors = [{instancePath:instancePath+"/builds",keyword:"type"}];
return false;
}
}
var valid0 = _errs5 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.seconds !== undefined){
let data6 = data.seconds;
const _errs13 = errors;
if(!(((typeof data6 == "number") && (!(data6 % 1) && !isNaN(data6))) && (isFinite(data6)))){
validate119.errors = [{instancePath:instancePath+"/seconds",keyword:"type"}];
return false;
}
if(errors === _errs13){
if((typeof data6 == "number") && (isFinite(data6))){
if(data6 < 0 || isNaN(data6)){
validate119.errors = [{instancePath:instancePath+"/seconds",keyword:"minimum"}];
return false;
}
}
}
var valid0 = _errs13 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.workSeconds !== undefined){
let data7 = data.workSeconds;
const _errs15 = errors;
if(!(((typeof data7 == "number") && (!(data7 % 1) && !isNaN(data7))) && (isFinite(data7)))){
validate119.errors = [{instancePath:instancePath+"/workSeconds",keyword:"type"}];
return false;
}
if(errors === _errs15){
if((typeof data7 == "number") && (isFinite(data7))){
if(data7 < 0 || isNaN(data7)){
validate119.errors = [{instancePath:instancePath+"/workSeconds",keyword:"minimum"}];
return false;
}
}
}
var valid0 = _errs15 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.slots !== undefined){
let data8 = data.slots;
const _errs17 = errors;
if(!(((typeof data8 == "number") && (!(data8 % 1) && !isNaN(data8))) && (isFinite(data8)))){
validate119.errors = [{instancePath:instancePath+"/slots",keyword:"type"}];
return false;
}
var valid0 = _errs17 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.guessed !== undefined){
let data9 = data.guessed;
const _errs19 = errors;
if(!(((typeof data9 == "number") && (!(data9 % 1) && !isNaN(data9))) && (isFinite(data9)))){
validate119.errors = [{instancePath:instancePath+"/guessed",keyword:"type"}];
return false;
}
var valid0 = _errs19 === errors;
}
else {
var valid0 = true;
}
}
}
}
}
}
}
}
}
else {
validate119.errors = [{instancePath,keyword:"type"}];
return false;
}
}
validate119.errors = vErrors;
return errors === 0;
}



function validate121(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(errors === 0){
if(data && typeof data == "object" && !Array.isArray(data)){
let missing0;
if((((data.digest === undefined) && (missing0 = "digest")) || ((data.kind === undefined) && (missing0 = "kind"))) || ((data.name === undefined) && (missing0 = "name"))){
validate121.errors = [{instancePath,keyword:"required"}];
return false;
}
else {
if(data.digest !== undefined){
let data0 = data.digest;
const _errs1 = errors;
if(errors === _errs1){
if(typeof data0 === "string"){
if(!pattern1.test(data0)){
validate121.errors = [{instancePath:instancePath+"/digest",keyword:"pattern"}];
return false;
}
}
else {
validate121.errors = [{instancePath:instancePath+"/digest",keyword:"type"}];
return false;
}
}
var valid0 = _errs1 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.kind !== undefined){
let data1 = data.kind;
const _errs3 = errors;
if(typeof data1 !== "string"){
validate121.errors = [{instancePath:instancePath+"/kind",keyword:"type"}];
return false;
}
if(!(((data1 === "environment") || (data1 === "output")) || (data1 === "file"))){
validate121.errors = [{instancePath:instancePath+"/kind",keyword:"enum"}];
return false;
}
var valid0 = _errs3 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.name !== undefined){
const _errs5 = errors;
if(typeof data.name !== "string"){
validate121.errors = [{instancePath:instancePath+"/name",keyword:"type"}];
return false;
}
var valid0 = _errs5 === errors;
}
else {
var valid0 = true;
}
}
}
}
}
else {
validate121.errors = [{instancePath,keyword:"type"}];
return false;
}
}
validate121.errors = vErrors;
return errors === 0;
}


function validate118(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(errors === 0){
if(data && typeof data == "object" && !Array.isArray(data)){
let missing0;
if(((data.arches === undefined) && (missing0 = "arches")) || ((data.missing === undefined) && (missing0 = "missing"))){
validate118.errors = [{instancePath,keyword:"required"}];
return false;
}
else {
if(data.arches !== undefined){
let data0 = data.arches;
const _errs1 = errors;
if(errors === _errs1){
if(Array.isArray(data0)){
var valid1 = true;
const len0 = data0.length;
for(let i0=0; i0<len0; i0++){
const _errs3 = errors;
if(!(validate119(data0[i0], {instancePath:instancePath+"/arches/" + i0,parentData:data0,parentDataProperty:i0,rootData}))){
vErrors = vErrors === null ? validate119.errors : vErrors.concat(validate119.errors);
errors = vErrors.length;
}
var valid1 = _errs3 === errors;
if(!valid1){
break;
}
}
}
else {
validate118.errors = [{instancePath:instancePath+"/arches",keyword:"type"}];
return false;
}
}
var valid0 = _errs1 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.missing !== undefined){
let data2 = data.missing;
const _errs4 = errors;
if(errors === _errs4){
if(Array.isArray(data2)){
var valid2 = true;
const len1 = data2.length;
for(let i1=0; i1<len1; i1++){
const _errs6 = errors;
if(!(validate121(data2[i1], {instancePath:instancePath+"/missing/" + i1,parentData:data2,parentDataProperty:i1,rootData}))){
vErrors = vErrors === null ? validate121.errors : vErrors.concat(validate121.errors);
errors = vErrors.length;
}
var valid2 = _errs6 === errors;
if(!valid2){
break;
}
}
}
else {
validate118.errors = [{instancePath:instancePath+"/missing",keyword:"type"}];
return false;
}
}
var valid0 = _errs4 === errors;
}
else {
var valid0 = true;
}
}
}
}
else {
validate118.errors = [{instancePath,keyword:"type"}];
return false;
}
}
validate118.errors = vErrors;
return errors === 0;
}

export const checkRecipe = validate123;



function validate124(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(errors === 0){
if(data && typeof data == "object" && !Array.isArray(data)){
let missing0;
if(((data.file === undefined) && (missing0 = "file")) || ((data.digest === undefined) && (missing0 = "digest"))){
validate124.errors = [{instancePath,keyword:"required"}];
return false;
}
else {
if(data.file !== undefined){
const _errs1 = errors;
if(typeof data.file !== "string"){
validate124.errors = [{instancePath:instancePath+"/file",keyword:"type"}];
return false;
}
var valid0 = _errs1 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.digest !== undefined){
let data1 = data.digest;
const _errs3 = errors;
if(errors === _errs3){
if(typeof data1 === "string"){
if(!pattern1.test(data1)){
validate124.errors = [{instancePath:instancePath+"/digest",keyword:"pattern"}];
return false;
}
}
else {
validate124.errors = [{instancePath:instancePath+"/digest",keyword:"type"}];
return false;
}
}
var valid0 = _errs3 === errors;
}
else {
var valid0 = true;
}
}
}
}
else {
validate124.errors = [{instancePath,keyword:"type"}];
return false;
}
}
validate124.errors = vErrors;
return errors === 0;
}



function validate126(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(errors === 0){
if(data && typeof data == "object" && !Array.isArray(data)){
let missing0;
if(((data.value === undefined) && (missing0 = "value")) || ((data.place === undefined) && (missing0 = "place"))){
validate126.errors = [{instancePath,keyword:"required"}];
return false;
}
else {
if(data.value !== undefined){
const _errs1 = errors;
if(typeof data.value !== "string"){
validate126.errors = [{instancePath:instancePath+"/value",keyword:"type"}];
return false;
}
var valid0 = _errs1 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.place !== undefined){
const _errs3 = errors;
if(!(validate96(data.place, {instancePath:instancePath+"/place",parentData:data,parentDataProperty:"place",rootData}))){
vErrors = vErrors === null ? validate96.errors : vErrors.concat(validate96.errors);
errors = vErrors.length;
}
var valid0 = _errs3 === errors;
}
else {
var valid0 = true;
}
}
}
}
else {
validate126.errors = [{instancePath,keyword:"type"}];
return false;
}
}
validate126.errors = vErrors;
return errors === 0;
}



function validate129(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
const _errs0 = errors;
let valid0 = false;
let passing0 = null;
const _errs1 = errors;
if(errors === _errs1){
if(data && typeof data == "object" && !Array.isArray(data)){
let missing0;
if(((((((data.kind === undefined) && (missing0 = "kind")) || ((data.uri === undefined) && (missing0 = "uri"))) || ((data.algorithm === undefined) && (missing0 = "algorithm"))) || ((data.expected === undefined) && (missing0 = "expected"))) || ((data.fileName === undefined) && (missing0 = "fileName"))) || ((data.place === undefined) && (missing0 = "place"))){
const err0 = {instancePath,keyword:"required"};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
else {
if(data.kind !== undefined){
let data0 = data.kind;
const _errs3 = errors;
if(typeof data0 !== "string"){
const err1 = {instancePath:instancePath+"/kind",keyword:"type"};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
if("fetch" !== data0){
const err2 = {instancePath:instancePath+"/kind",keyword:"const"};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
var valid1 = _errs3 === errors;
}
else {
var valid1 = true;
}
if(valid1){
if(data.uri !== undefined){
const _errs5 = errors;
if(typeof data.uri !== "string"){
const err3 = {instancePath:instancePath+"/uri",keyword:"type"};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
var valid1 = _errs5 === errors;
}
else {
var valid1 = true;
}
if(valid1){
if(data.algorithm !== undefined){
let data2 = data.algorithm;
const _errs7 = errors;
if(typeof data2 !== "string"){
const err4 = {instancePath:instancePath+"/algorithm",keyword:"type"};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
if(!((data2 === "sha256") || (data2 === "sha512"))){
const err5 = {instancePath:instancePath+"/algorithm",keyword:"enum"};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
var valid1 = _errs7 === errors;
}
else {
var valid1 = true;
}
if(valid1){
if(data.expected !== undefined){
const _errs9 = errors;
if(typeof data.expected !== "string"){
const err6 = {instancePath:instancePath+"/expected",keyword:"type"};
if(vErrors === null){
vErrors = [err6];
}
else {
vErrors.push(err6);
}
errors++;
}
var valid1 = _errs9 === errors;
}
else {
var valid1 = true;
}
if(valid1){
if(data.fileName !== undefined){
const _errs11 = errors;
if(typeof data.fileName !== "string"){
const err7 = {instancePath:instancePath+"/fileName",keyword:"type"};
if(vErrors === null){
vErrors = [err7];
}
else {
vErrors.push(err7);
}
errors++;
}
var valid1 = _errs11 === errors;
}
else {
var valid1 = true;
}
if(valid1){
if(data.place !== undefined){
const _errs13 = errors;
if(!(validate96(data.place, {instancePath:instancePath+"/place",parentData:data,parentDataProperty:"place",rootData}))){
vErrors = vErrors === null ? validate96.errors : vErrors.concat(validate96.errors);
errors = vErrors.length;
}
var valid1 = _errs13 === errors;
}
else {
var valid1 = true;
}
}
}
}
}
}
}
}
else {
const err8 = {instancePath,keyword:"type"};
if(vErrors === null){
vErrors = [err8];
}
else {
vErrors.push(err8);
}
errors++;
}
}
var _valid0 = _errs1 === errors;
if(_valid0){
valid0 = true;
passing0 = 0;
}
const _errs14 = errors;
if(errors === _errs14){
if(data && typeof data == "object" && !Array.isArray(data)){
let missing1;
if(((((((data.kind === undefined) && (missing1 = "kind")) || ((data.repository === undefined) && (missing1 = "repository"))) || ((data.commit === undefined) && (missing1 = "commit"))) || ((data.submodules === undefined) && (missing1 = "submodules"))) || ((data.fileName === undefined) && (missing1 = "fileName"))) || ((data.place === undefined) && (missing1 = "place"))){
const err9 = {instancePath,keyword:"required"};
if(vErrors === null){
vErrors = [err9];
}
else {
vErrors.push(err9);
}
errors++;
}
else {
if(data.kind !== undefined){
let data6 = data.kind;
const _errs16 = errors;
if(typeof data6 !== "string"){
const err10 = {instancePath:instancePath+"/kind",keyword:"type"};
if(vErrors === null){
vErrors = [err10];
}
else {
vErrors.push(err10);
}
errors++;
}
if("git" !== data6){
const err11 = {instancePath:instancePath+"/kind",keyword:"const"};
if(vErrors === null){
vErrors = [err11];
}
else {
vErrors.push(err11);
}
errors++;
}
var valid2 = _errs16 === errors;
}
else {
var valid2 = true;
}
if(valid2){
if(data.repository !== undefined){
const _errs18 = errors;
if(typeof data.repository !== "string"){
const err12 = {instancePath:instancePath+"/repository",keyword:"type"};
if(vErrors === null){
vErrors = [err12];
}
else {
vErrors.push(err12);
}
errors++;
}
var valid2 = _errs18 === errors;
}
else {
var valid2 = true;
}
if(valid2){
if(data.commit !== undefined){
const _errs20 = errors;
if(typeof data.commit !== "string"){
const err13 = {instancePath:instancePath+"/commit",keyword:"type"};
if(vErrors === null){
vErrors = [err13];
}
else {
vErrors.push(err13);
}
errors++;
}
var valid2 = _errs20 === errors;
}
else {
var valid2 = true;
}
if(valid2){
if(data.tag !== undefined){
const _errs22 = errors;
if(typeof data.tag !== "string"){
const err14 = {instancePath:instancePath+"/tag",keyword:"type"};
if(vErrors === null){
vErrors = [err14];
}
else {
vErrors.push(err14);
}
errors++;
}
var valid2 = _errs22 === errors;
}
else {
var valid2 = true;
}
if(valid2){
if(data.branch !== undefined){
const _errs24 = errors;
if(typeof data.branch !== "string"){
const err15 = {instancePath:instancePath+"/branch",keyword:"type"};
if(vErrors === null){
vErrors = [err15];
}
else {
vErrors.push(err15);
}
errors++;
}
var valid2 = _errs24 === errors;
}
else {
var valid2 = true;
}
if(valid2){
if(data.submodules !== undefined){
const _errs26 = errors;
if(typeof data.submodules !== "boolean"){
const err16 = {instancePath:instancePath+"/submodules",keyword:"type"};
if(vErrors === null){
vErrors = [err16];
}
else {
vErrors.push(err16);
}
errors++;
}
var valid2 = _errs26 === errors;
}
else {
var valid2 = true;
}
if(valid2){
if(data.fileName !== undefined){
const _errs28 = errors;
if(typeof data.fileName !== "string"){
const err17 = {instancePath:instancePath+"/fileName",keyword:"type"};
if(vErrors === null){
vErrors = [err17];
}
else {
vErrors.push(err17);
}
errors++;
}
var valid2 = _errs28 === errors;
}
else {
var valid2 = true;
}
if(valid2){
if(data.place !== undefined){
const _errs30 = errors;
if(!(validate96(data.place, {instancePath:instancePath+"/place",parentData:data,parentDataProperty:"place",rootData}))){
vErrors = vErrors === null ? validate96.errors : vErrors.concat(validate96.errors);
errors = vErrors.length;
}
var valid2 = _errs30 === errors;
}
else {
var valid2 = true;
}
}
}
}
}
}
}
}
}
}
else {
const err18 = {instancePath,keyword:"type"};
if(vErrors === null){
vErrors = [err18];
}
else {
vErrors.push(err18);
}
errors++;
}
}
var _valid0 = _errs14 === errors;
if(_valid0 && valid0){
valid0 = false;
passing0 = [passing0, 1];
}
else {
if(_valid0){
valid0 = true;
passing0 = 1;
}
}
if(!valid0){
const err19 = {instancePath,keyword:"oneOf"};
if(vErrors === null){
vErrors = [err19];
}
else {
vErrors.push(err19);
}
errors++;
validate129.errors = vErrors;
return false;
}
else {
errors = _errs0;
if(vErrors !== null){
if(_errs0){
vErrors.length = _errs0;
}
else {
vErrors = null;
}
}
}
validate129.errors = vErrors;
return errors === 0;
}




function validate138(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(errors === 0){
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.preInstall !== undefined){
const _errs1 = errors;
if(typeof data.preInstall !== "string"){
validate138.errors = [{instancePath:instancePath+"/preInstall",keyword:"type"}];
return false;
}
var valid0 = _errs1 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.postInstall !== undefined){
const _errs3 = errors;
if(typeof data.postInstall !== "string"){
validate138.errors = [{instancePath:instancePath+"/postInstall",keyword:"type"}];
return false;
}
var valid0 = _errs3 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.preUpgrade !== undefined){
const _errs5 = errors;
if(typeof data.preUpgrade !== "string"){
validate138.errors = [{instancePath:instancePath+"/preUpgrade",keyword:"type"}];
return false;
}
var valid0 = _errs5 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.postUpgrade !== undefined){
const _errs7 = errors;
if(typeof data.postUpgrade !== "string"){
validate138.errors = [{instancePath:instancePath+"/postUpgrade",keyword:"type"}];
return false;
}
var valid0 = _errs7 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.preDeinstall !== undefined){
const _errs9 = errors;
if(typeof data.preDeinstall !== "string"){
validate138.errors = [{instancePath:instancePath+"/preDeinstall",keyword:"type"}];
return false;
}
var valid0 = _errs9 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.postDeinstall !== undefined){
const _errs11 = errors;
if(typeof data.postDeinstall !== "string"){
validate138.errors = [{instancePath:instancePath+"/postDeinstall",keyword:"type"}];
return false;
}
var valid0 = _errs11 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.trigger !== undefined){
let data6 = data.trigger;
const _errs13 = errors;
if(errors === _errs13){
if(data6 && typeof data6 == "object" && !Array.isArray(data6)){
let missing0;
if(((data6.script === undefined) && (missing0 = "script")) || ((data6.paths === undefined) && (missing0 = "paths"))){
validate138.errors = [{instancePath:instancePath+"/trigger",keyword:"required"}];
return false;
}
else {
if(data6.script !== undefined){
const _errs15 = errors;
if(typeof data6.script !== "string"){
validate138.errors = [{instancePath:instancePath+"/trigger/script",keyword:"type"}];
return false;
}
var valid1 = _errs15 === errors;
}
else {
var valid1 = true;
}
if(valid1){
if(data6.paths !== undefined){
let data8 = data6.paths;
const _errs17 = errors;
if(errors === _errs17){
if(Array.isArray(data8)){
var valid2 = true;
const len0 = data8.length;
for(let i0=0; i0<len0; i0++){
const _errs19 = errors;
if(typeof data8[i0] !== "string"){
validate138.errors = [{instancePath:instancePath+"/trigger/paths/" + i0,keyword:"type"}];
return false;
}
var valid2 = _errs19 === errors;
if(!valid2){
break;
}
}
}
else {
validate138.errors = [{instancePath:instancePath+"/trigger/paths",keyword:"type"}];
return false;
}
}
var valid1 = _errs17 === errors;
}
else {
var valid1 = true;
}
}
}
}
else {
validate138.errors = [{instancePath:instancePath+"/trigger",keyword:"type"}];
return false;
}
}
var valid0 = _errs13 === errors;
}
else {
var valid0 = true;
}
}
}
}
}
}
}
}
else {
validate138.errors = [{instancePath,keyword:"type"}];
return false;
}
}
validate138.errors = vErrors;
return errors === 0;
}



function validate140(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(errors === 0){
if(data && typeof data == "object" && !Array.isArray(data)){
let missing0;
if((((((data.label === undefined) && (missing0 = "label")) || ((data.runs === undefined) && (missing0 = "runs"))) || ((data.workingDirectory === undefined) && (missing0 = "workingDirectory"))) || ((data.environment === undefined) && (missing0 = "environment"))) || ((data.place === undefined) && (missing0 = "place"))){
validate140.errors = [{instancePath,keyword:"required"}];
return false;
}
else {
if(data.label !== undefined){
const _errs1 = errors;
if(typeof data.label !== "string"){
validate140.errors = [{instancePath:instancePath+"/label",keyword:"type"}];
return false;
}
var valid0 = _errs1 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.runs !== undefined){
const _errs3 = errors;
if(typeof data.runs !== "string"){
validate140.errors = [{instancePath:instancePath+"/runs",keyword:"type"}];
return false;
}
var valid0 = _errs3 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.workingDirectory !== undefined){
const _errs5 = errors;
if(typeof data.workingDirectory !== "string"){
validate140.errors = [{instancePath:instancePath+"/workingDirectory",keyword:"type"}];
return false;
}
var valid0 = _errs5 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.environment !== undefined){
let data3 = data.environment;
const _errs7 = errors;
if(errors === _errs7){
if(data3 && typeof data3 == "object" && !Array.isArray(data3)){
for(const key0 in data3){
const _errs9 = errors;
if(typeof key0 !== "string"){
const err0 = {instancePath:instancePath+"/environment",keyword:"type",propertyName:key0};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
var valid1 = _errs9 === errors;
if(!valid1){
const err1 = {instancePath:instancePath+"/environment",keyword:"propertyNames"};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
validate140.errors = vErrors;
return false;
break;
}
}
if(valid1){
for(const key1 in data3){
const _errs12 = errors;
if(typeof data3[key1] !== "string"){
validate140.errors = [{instancePath:instancePath+"/environment/" + key1.replace(/~/g, "~0").replace(/\//g, "~1"),keyword:"type"}];
return false;
}
var valid2 = _errs12 === errors;
if(!valid2){
break;
}
}
}
}
else {
validate140.errors = [{instancePath:instancePath+"/environment",keyword:"type"}];
return false;
}
}
var valid0 = _errs7 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.place !== undefined){
const _errs14 = errors;
if(!(validate96(data.place, {instancePath:instancePath+"/place",parentData:data,parentDataProperty:"place",rootData}))){
vErrors = vErrors === null ? validate96.errors : vErrors.concat(validate96.errors);
errors = vErrors.length;
}
var valid0 = _errs14 === errors;
}
else {
var valid0 = true;
}
}
}
}
}
}
}
else {
validate140.errors = [{instancePath,keyword:"type"}];
return false;
}
}
validate140.errors = vErrors;
return errors === 0;
}


function validate133(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(errors === 0){
if(data && typeof data == "object" && !Array.isArray(data)){
let missing0;
if(((((((((((((((data.name === undefined) && (missing0 = "name")) || ((data.description === undefined) && (missing0 = "description"))) || ((data.url === undefined) && (missing0 = "url"))) || ((data.license === undefined) && (missing0 = "license"))) || ((data.copyrights === undefined) && (missing0 = "copyrights"))) || ((data.runtime === undefined) && (missing0 = "runtime"))) || ((data.provides === undefined) && (missing0 = "provides"))) || ((data.replaces === undefined) && (missing0 = "replaces"))) || ((data.installIf === undefined) && (missing0 = "installIf"))) || ((data.scriptlets === undefined) && (missing0 = "scriptlets"))) || ((data.options === undefined) && (missing0 = "options"))) || ((data.capabilities === undefined) && (missing0 = "capabilities"))) || ((data.steps === undefined) && (missing0 = "steps"))) || ((data.place === undefined) && (missing0 = "place"))){
validate133.errors = [{instancePath,keyword:"required"}];
return false;
}
else {
if(data.name !== undefined){
const _errs1 = errors;
if(typeof data.name !== "string"){
validate133.errors = [{instancePath:instancePath+"/name",keyword:"type"}];
return false;
}
var valid0 = _errs1 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.description !== undefined){
const _errs3 = errors;
if(typeof data.description !== "string"){
validate133.errors = [{instancePath:instancePath+"/description",keyword:"type"}];
return false;
}
var valid0 = _errs3 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.url !== undefined){
const _errs5 = errors;
if(typeof data.url !== "string"){
validate133.errors = [{instancePath:instancePath+"/url",keyword:"type"}];
return false;
}
var valid0 = _errs5 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.license !== undefined){
const _errs7 = errors;
if(typeof data.license !== "string"){
validate133.errors = [{instancePath:instancePath+"/license",keyword:"type"}];
return false;
}
var valid0 = _errs7 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.copyrights !== undefined){
let data4 = data.copyrights;
const _errs9 = errors;
if(errors === _errs9){
if(Array.isArray(data4)){
var valid1 = true;
const len0 = data4.length;
for(let i0=0; i0<len0; i0++){
let data5 = data4[i0];
const _errs11 = errors;
if(errors === _errs11){
if(data5 && typeof data5 == "object" && !Array.isArray(data5)){
let missing1;
if(((data5.license === undefined) && (missing1 = "license")) || ((data5.paths === undefined) && (missing1 = "paths"))){
validate133.errors = [{instancePath:instancePath+"/copyrights/" + i0,keyword:"required"}];
return false;
}
else {
if(data5.license !== undefined){
const _errs13 = errors;
if(typeof data5.license !== "string"){
validate133.errors = [{instancePath:instancePath+"/copyrights/" + i0+"/license",keyword:"type"}];
return false;
}
var valid2 = _errs13 === errors;
}
else {
var valid2 = true;
}
if(valid2){
if(data5.attestation !== undefined){
const _errs15 = errors;
if(typeof data5.attestation !== "string"){
validate133.errors = [{instancePath:instancePath+"/copyrights/" + i0+"/attestation",keyword:"type"}];
return false;
}
var valid2 = _errs15 === errors;
}
else {
var valid2 = true;
}
if(valid2){
if(data5.paths !== undefined){
let data8 = data5.paths;
const _errs17 = errors;
if(errors === _errs17){
if(Array.isArray(data8)){
var valid3 = true;
const len1 = data8.length;
for(let i1=0; i1<len1; i1++){
const _errs19 = errors;
if(typeof data8[i1] !== "string"){
validate133.errors = [{instancePath:instancePath+"/copyrights/" + i0+"/paths/" + i1,keyword:"type"}];
return false;
}
var valid3 = _errs19 === errors;
if(!valid3){
break;
}
}
}
else {
validate133.errors = [{instancePath:instancePath+"/copyrights/" + i0+"/paths",keyword:"type"}];
return false;
}
}
var valid2 = _errs17 === errors;
}
else {
var valid2 = true;
}
}
}
}
}
else {
validate133.errors = [{instancePath:instancePath+"/copyrights/" + i0,keyword:"type"}];
return false;
}
}
var valid1 = _errs11 === errors;
if(!valid1){
break;
}
}
}
else {
validate133.errors = [{instancePath:instancePath+"/copyrights",keyword:"type"}];
return false;
}
}
var valid0 = _errs9 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.runtime !== undefined){
let data10 = data.runtime;
const _errs21 = errors;
if(errors === _errs21){
if(Array.isArray(data10)){
var valid4 = true;
const len2 = data10.length;
for(let i2=0; i2<len2; i2++){
const _errs23 = errors;
if(!(validate126(data10[i2], {instancePath:instancePath+"/runtime/" + i2,parentData:data10,parentDataProperty:i2,rootData}))){
vErrors = vErrors === null ? validate126.errors : vErrors.concat(validate126.errors);
errors = vErrors.length;
}
var valid4 = _errs23 === errors;
if(!valid4){
break;
}
}
}
else {
validate133.errors = [{instancePath:instancePath+"/runtime",keyword:"type"}];
return false;
}
}
var valid0 = _errs21 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.provides !== undefined){
let data12 = data.provides;
const _errs24 = errors;
if(errors === _errs24){
if(Array.isArray(data12)){
var valid5 = true;
const len3 = data12.length;
for(let i3=0; i3<len3; i3++){
const _errs26 = errors;
if(!(validate126(data12[i3], {instancePath:instancePath+"/provides/" + i3,parentData:data12,parentDataProperty:i3,rootData}))){
vErrors = vErrors === null ? validate126.errors : vErrors.concat(validate126.errors);
errors = vErrors.length;
}
var valid5 = _errs26 === errors;
if(!valid5){
break;
}
}
}
else {
validate133.errors = [{instancePath:instancePath+"/provides",keyword:"type"}];
return false;
}
}
var valid0 = _errs24 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.replaces !== undefined){
let data14 = data.replaces;
const _errs27 = errors;
if(errors === _errs27){
if(Array.isArray(data14)){
var valid6 = true;
const len4 = data14.length;
for(let i4=0; i4<len4; i4++){
const _errs29 = errors;
if(!(validate126(data14[i4], {instancePath:instancePath+"/replaces/" + i4,parentData:data14,parentDataProperty:i4,rootData}))){
vErrors = vErrors === null ? validate126.errors : vErrors.concat(validate126.errors);
errors = vErrors.length;
}
var valid6 = _errs29 === errors;
if(!valid6){
break;
}
}
}
else {
validate133.errors = [{instancePath:instancePath+"/replaces",keyword:"type"}];
return false;
}
}
var valid0 = _errs27 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.installIf !== undefined){
let data16 = data.installIf;
const _errs30 = errors;
if(errors === _errs30){
if(Array.isArray(data16)){
var valid7 = true;
const len5 = data16.length;
for(let i5=0; i5<len5; i5++){
const _errs32 = errors;
if(!(validate126(data16[i5], {instancePath:instancePath+"/installIf/" + i5,parentData:data16,parentDataProperty:i5,rootData}))){
vErrors = vErrors === null ? validate126.errors : vErrors.concat(validate126.errors);
errors = vErrors.length;
}
var valid7 = _errs32 === errors;
if(!valid7){
break;
}
}
}
else {
validate133.errors = [{instancePath:instancePath+"/installIf",keyword:"type"}];
return false;
}
}
var valid0 = _errs30 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.providerPriority !== undefined){
let data18 = data.providerPriority;
const _errs33 = errors;
if(!(((typeof data18 == "number") && (!(data18 % 1) && !isNaN(data18))) && (isFinite(data18)))){
validate133.errors = [{instancePath:instancePath+"/providerPriority",keyword:"type"}];
return false;
}
var valid0 = _errs33 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.replacesPriority !== undefined){
let data19 = data.replacesPriority;
const _errs35 = errors;
if(!(((typeof data19 == "number") && (!(data19 % 1) && !isNaN(data19))) && (isFinite(data19)))){
validate133.errors = [{instancePath:instancePath+"/replacesPriority",keyword:"type"}];
return false;
}
var valid0 = _errs35 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.scriptlets !== undefined){
const _errs37 = errors;
if(!(validate138(data.scriptlets, {instancePath:instancePath+"/scriptlets",parentData:data,parentDataProperty:"scriptlets",rootData}))){
vErrors = vErrors === null ? validate138.errors : vErrors.concat(validate138.errors);
errors = vErrors.length;
}
var valid0 = _errs37 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.options !== undefined){
let data21 = data.options;
const _errs38 = errors;
if(errors === _errs38){
if(data21 && typeof data21 == "object" && !Array.isArray(data21)){
let missing2;
if(((((data21.noProvides === undefined) && (missing2 = "noProvides")) || ((data21.noDepends === undefined) && (missing2 = "noDepends"))) || ((data21.noCommands === undefined) && (missing2 = "noCommands"))) || ((data21.noVersionedShlibDeps === undefined) && (missing2 = "noVersionedShlibDeps"))){
validate133.errors = [{instancePath:instancePath+"/options",keyword:"required"}];
return false;
}
else {
if(data21.noProvides !== undefined){
const _errs40 = errors;
if(typeof data21.noProvides !== "boolean"){
validate133.errors = [{instancePath:instancePath+"/options/noProvides",keyword:"type"}];
return false;
}
var valid8 = _errs40 === errors;
}
else {
var valid8 = true;
}
if(valid8){
if(data21.noDepends !== undefined){
const _errs42 = errors;
if(typeof data21.noDepends !== "boolean"){
validate133.errors = [{instancePath:instancePath+"/options/noDepends",keyword:"type"}];
return false;
}
var valid8 = _errs42 === errors;
}
else {
var valid8 = true;
}
if(valid8){
if(data21.noCommands !== undefined){
const _errs44 = errors;
if(typeof data21.noCommands !== "boolean"){
validate133.errors = [{instancePath:instancePath+"/options/noCommands",keyword:"type"}];
return false;
}
var valid8 = _errs44 === errors;
}
else {
var valid8 = true;
}
if(valid8){
if(data21.noVersionedShlibDeps !== undefined){
const _errs46 = errors;
if(typeof data21.noVersionedShlibDeps !== "boolean"){
validate133.errors = [{instancePath:instancePath+"/options/noVersionedShlibDeps",keyword:"type"}];
return false;
}
var valid8 = _errs46 === errors;
}
else {
var valid8 = true;
}
}
}
}
}
}
else {
validate133.errors = [{instancePath:instancePath+"/options",keyword:"type"}];
return false;
}
}
var valid0 = _errs38 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.capabilities !== undefined){
let data26 = data.capabilities;
const _errs48 = errors;
if(errors === _errs48){
if(Array.isArray(data26)){
var valid9 = true;
const len6 = data26.length;
for(let i6=0; i6<len6; i6++){
let data27 = data26[i6];
const _errs50 = errors;
if(errors === _errs50){
if(data27 && typeof data27 == "object" && !Array.isArray(data27)){
let missing3;
if(((data27.path === undefined) && (missing3 = "path")) || ((data27.add === undefined) && (missing3 = "add"))){
validate133.errors = [{instancePath:instancePath+"/capabilities/" + i6,keyword:"required"}];
return false;
}
else {
if(data27.path !== undefined){
const _errs52 = errors;
if(typeof data27.path !== "string"){
validate133.errors = [{instancePath:instancePath+"/capabilities/" + i6+"/path",keyword:"type"}];
return false;
}
var valid10 = _errs52 === errors;
}
else {
var valid10 = true;
}
if(valid10){
if(data27.add !== undefined){
let data29 = data27.add;
const _errs54 = errors;
if(errors === _errs54){
if(data29 && typeof data29 == "object" && !Array.isArray(data29)){
for(const key0 in data29){
const _errs56 = errors;
if(typeof key0 !== "string"){
const err0 = {instancePath:instancePath+"/capabilities/" + i6+"/add",keyword:"type",propertyName:key0};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
var valid11 = _errs56 === errors;
if(!valid11){
const err1 = {instancePath:instancePath+"/capabilities/" + i6+"/add",keyword:"propertyNames"};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
validate133.errors = vErrors;
return false;
break;
}
}
if(valid11){
for(const key1 in data29){
const _errs59 = errors;
if(typeof data29[key1] !== "string"){
validate133.errors = [{instancePath:instancePath+"/capabilities/" + i6+"/add/" + key1.replace(/~/g, "~0").replace(/\//g, "~1"),keyword:"type"}];
return false;
}
var valid12 = _errs59 === errors;
if(!valid12){
break;
}
}
}
}
else {
validate133.errors = [{instancePath:instancePath+"/capabilities/" + i6+"/add",keyword:"type"}];
return false;
}
}
var valid10 = _errs54 === errors;
}
else {
var valid10 = true;
}
}
}
}
else {
validate133.errors = [{instancePath:instancePath+"/capabilities/" + i6,keyword:"type"}];
return false;
}
}
var valid9 = _errs50 === errors;
if(!valid9){
break;
}
}
}
else {
validate133.errors = [{instancePath:instancePath+"/capabilities",keyword:"type"}];
return false;
}
}
var valid0 = _errs48 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.steps !== undefined){
let data31 = data.steps;
const _errs61 = errors;
if(errors === _errs61){
if(Array.isArray(data31)){
var valid13 = true;
const len7 = data31.length;
for(let i7=0; i7<len7; i7++){
const _errs63 = errors;
if(!(validate140(data31[i7], {instancePath:instancePath+"/steps/" + i7,parentData:data31,parentDataProperty:i7,rootData}))){
vErrors = vErrors === null ? validate140.errors : vErrors.concat(validate140.errors);
errors = vErrors.length;
}
var valid13 = _errs63 === errors;
if(!valid13){
break;
}
}
}
else {
validate133.errors = [{instancePath:instancePath+"/steps",keyword:"type"}];
return false;
}
}
var valid0 = _errs61 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.place !== undefined){
const _errs64 = errors;
if(!(validate96(data.place, {instancePath:instancePath+"/place",parentData:data,parentDataProperty:"place",rootData}))){
vErrors = vErrors === null ? validate96.errors : vErrors.concat(validate96.errors);
errors = vErrors.length;
}
var valid0 = _errs64 === errors;
}
else {
var valid0 = true;
}
}
}
}
}
}
}
}
}
}
}
}
}
}
}
}
}
}
else {
validate133.errors = [{instancePath,keyword:"type"}];
return false;
}
}
validate133.errors = vErrors;
return errors === 0;
}


function validate123(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(errors === 0){
if(data && typeof data == "object" && !Array.isArray(data)){
let missing0;
if(((((((((((((data.stage === undefined) && (missing0 = "stage")) || ((data.arch === undefined) && (missing0 = "arch"))) || ((data.name === undefined) && (missing0 = "name"))) || ((data.version === undefined) && (missing0 = "version"))) || ((data.epoch === undefined) && (missing0 = "epoch"))) || ((data.definition === undefined) && (missing0 = "definition"))) || ((data.environment === undefined) && (missing0 = "environment"))) || ((data.sources === undefined) && (missing0 = "sources"))) || ((data.files === undefined) && (missing0 = "files"))) || ((data.packages === undefined) && (missing0 = "packages"))) || ((data.sourceDateEpoch === undefined) && (missing0 = "sourceDateEpoch"))) || ((data.repositories === undefined) && (missing0 = "repositories"))){
validate123.errors = [{instancePath,keyword:"required"}];
return false;
}
else {
if(data.stage !== undefined){
const _errs1 = errors;
if(typeof data.stage !== "string"){
validate123.errors = [{instancePath:instancePath+"/stage",keyword:"type"}];
return false;
}
var valid0 = _errs1 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.arch !== undefined){
let data1 = data.arch;
const _errs3 = errors;
if(typeof data1 !== "string"){
validate123.errors = [{instancePath:instancePath+"/arch",keyword:"type"}];
return false;
}
if(!((data1 === "x86_64") || (data1 === "aarch64"))){
validate123.errors = [{instancePath:instancePath+"/arch",keyword:"enum"}];
return false;
}
var valid0 = _errs3 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.name !== undefined){
const _errs5 = errors;
if(typeof data.name !== "string"){
validate123.errors = [{instancePath:instancePath+"/name",keyword:"type"}];
return false;
}
var valid0 = _errs5 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.version !== undefined){
const _errs7 = errors;
if(typeof data.version !== "string"){
validate123.errors = [{instancePath:instancePath+"/version",keyword:"type"}];
return false;
}
var valid0 = _errs7 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.epoch !== undefined){
let data4 = data.epoch;
const _errs9 = errors;
if(!(((typeof data4 == "number") && (!(data4 % 1) && !isNaN(data4))) && (isFinite(data4)))){
validate123.errors = [{instancePath:instancePath+"/epoch",keyword:"type"}];
return false;
}
var valid0 = _errs9 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.definition !== undefined){
const _errs11 = errors;
if(!(validate124(data.definition, {instancePath:instancePath+"/definition",parentData:data,parentDataProperty:"definition",rootData}))){
vErrors = vErrors === null ? validate124.errors : vErrors.concat(validate124.errors);
errors = vErrors.length;
}
var valid0 = _errs11 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.environment !== undefined){
let data6 = data.environment;
const _errs12 = errors;
if(errors === _errs12){
if(data6 && typeof data6 == "object" && !Array.isArray(data6)){
let missing1;
if(((data6.packages === undefined) && (missing1 = "packages")) || ((data6.variables === undefined) && (missing1 = "variables"))){
validate123.errors = [{instancePath:instancePath+"/environment",keyword:"required"}];
return false;
}
else {
if(data6.packages !== undefined){
let data7 = data6.packages;
const _errs14 = errors;
if(errors === _errs14){
if(Array.isArray(data7)){
var valid2 = true;
const len0 = data7.length;
for(let i0=0; i0<len0; i0++){
const _errs16 = errors;
if(!(validate126(data7[i0], {instancePath:instancePath+"/environment/packages/" + i0,parentData:data7,parentDataProperty:i0,rootData}))){
vErrors = vErrors === null ? validate126.errors : vErrors.concat(validate126.errors);
errors = vErrors.length;
}
var valid2 = _errs16 === errors;
if(!valid2){
break;
}
}
}
else {
validate123.errors = [{instancePath:instancePath+"/environment/packages",keyword:"type"}];
return false;
}
}
var valid1 = _errs14 === errors;
}
else {
var valid1 = true;
}
if(valid1){
if(data6.variables !== undefined){
let data9 = data6.variables;
const _errs17 = errors;
if(errors === _errs17){
if(data9 && typeof data9 == "object" && !Array.isArray(data9)){
for(const key0 in data9){
const _errs19 = errors;
if(typeof key0 !== "string"){
const err0 = {instancePath:instancePath+"/environment/variables",keyword:"type",propertyName:key0};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
var valid3 = _errs19 === errors;
if(!valid3){
const err1 = {instancePath:instancePath+"/environment/variables",keyword:"propertyNames"};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
validate123.errors = vErrors;
return false;
break;
}
}
if(valid3){
for(const key1 in data9){
const _errs22 = errors;
if(typeof data9[key1] !== "string"){
validate123.errors = [{instancePath:instancePath+"/environment/variables/" + key1.replace(/~/g, "~0").replace(/\//g, "~1"),keyword:"type"}];
return false;
}
var valid4 = _errs22 === errors;
if(!valid4){
break;
}
}
}
}
else {
validate123.errors = [{instancePath:instancePath+"/environment/variables",keyword:"type"}];
return false;
}
}
var valid1 = _errs17 === errors;
}
else {
var valid1 = true;
}
}
}
}
else {
validate123.errors = [{instancePath:instancePath+"/environment",keyword:"type"}];
return false;
}
}
var valid0 = _errs12 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.sources !== undefined){
let data11 = data.sources;
const _errs24 = errors;
if(errors === _errs24){
if(Array.isArray(data11)){
var valid5 = true;
const len1 = data11.length;
for(let i1=0; i1<len1; i1++){
const _errs26 = errors;
if(!(validate129(data11[i1], {instancePath:instancePath+"/sources/" + i1,parentData:data11,parentDataProperty:i1,rootData}))){
vErrors = vErrors === null ? validate129.errors : vErrors.concat(validate129.errors);
errors = vErrors.length;
}
var valid5 = _errs26 === errors;
if(!valid5){
break;
}
}
}
else {
validate123.errors = [{instancePath:instancePath+"/sources",keyword:"type"}];
return false;
}
}
var valid0 = _errs24 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.files !== undefined){
let data13 = data.files;
const _errs27 = errors;
if(errors === _errs27){
if(Array.isArray(data13)){
var valid6 = true;
const len2 = data13.length;
for(let i2=0; i2<len2; i2++){
let data14 = data13[i2];
const _errs29 = errors;
if(errors === _errs29){
if(data14 && typeof data14 == "object" && !Array.isArray(data14)){
let missing2;
if((((data14.path === undefined) && (missing2 = "path")) || ((data14.digest === undefined) && (missing2 = "digest"))) || ((data14.executable === undefined) && (missing2 = "executable"))){
validate123.errors = [{instancePath:instancePath+"/files/" + i2,keyword:"required"}];
return false;
}
else {
if(data14.path !== undefined){
const _errs31 = errors;
if(typeof data14.path !== "string"){
validate123.errors = [{instancePath:instancePath+"/files/" + i2+"/path",keyword:"type"}];
return false;
}
var valid7 = _errs31 === errors;
}
else {
var valid7 = true;
}
if(valid7){
if(data14.digest !== undefined){
let data16 = data14.digest;
const _errs33 = errors;
if(errors === _errs33){
if(typeof data16 === "string"){
if(!pattern1.test(data16)){
validate123.errors = [{instancePath:instancePath+"/files/" + i2+"/digest",keyword:"pattern"}];
return false;
}
}
else {
validate123.errors = [{instancePath:instancePath+"/files/" + i2+"/digest",keyword:"type"}];
return false;
}
}
var valid7 = _errs33 === errors;
}
else {
var valid7 = true;
}
if(valid7){
if(data14.executable !== undefined){
const _errs35 = errors;
if(typeof data14.executable !== "boolean"){
validate123.errors = [{instancePath:instancePath+"/files/" + i2+"/executable",keyword:"type"}];
return false;
}
var valid7 = _errs35 === errors;
}
else {
var valid7 = true;
}
}
}
}
}
else {
validate123.errors = [{instancePath:instancePath+"/files/" + i2,keyword:"type"}];
return false;
}
}
var valid6 = _errs29 === errors;
if(!valid6){
break;
}
}
}
else {
validate123.errors = [{instancePath:instancePath+"/files",keyword:"type"}];
return false;
}
}
var valid0 = _errs27 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.packages !== undefined){
let data18 = data.packages;
const _errs37 = errors;
if(errors === _errs37){
if(Array.isArray(data18)){
if(data18.length < 1){
validate123.errors = [{instancePath:instancePath+"/packages",keyword:"minItems"}];
return false;
}
else {
const len3 = data18.length;
var valid8 = len3 <= 1;
if(!valid8){
for(let i3=1; i3<len3; i3++){
const _errs39 = errors;
if(!(validate133(data18[i3], {instancePath:instancePath+"/packages/" + i3,parentData:data18,parentDataProperty:i3,rootData}))){
vErrors = vErrors === null ? validate133.errors : vErrors.concat(validate133.errors);
errors = vErrors.length;
}
var valid8 = _errs39 === errors;
if(!valid8){
break;
}
}
}
if(valid8){
const len4 = data18.length;
if(len4 > 0){
if(!(validate133(data18[0], {instancePath:instancePath+"/packages/0",parentData:data18,parentDataProperty:0,rootData}))){
vErrors = vErrors === null ? validate133.errors : vErrors.concat(validate133.errors);
errors = vErrors.length;
}
}
}
}
}
else {
validate123.errors = [{instancePath:instancePath+"/packages",keyword:"type"}];
return false;
}
}
var valid0 = _errs37 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.sourceDateEpoch !== undefined){
let data21 = data.sourceDateEpoch;
const _errs41 = errors;
if(!((typeof data21 == "number") && (isFinite(data21)))){
validate123.errors = [{instancePath:instancePath+"/sourceDateEpoch",keyword:"type"}];
return false;
}
var valid0 = _errs41 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.timeoutSeconds !== undefined){
let data22 = data.timeoutSeconds;
const _errs43 = errors;
if(!((typeof data22 == "number") && (isFinite(data22)))){
validate123.errors = [{instancePath:instancePath+"/timeoutSeconds",keyword:"type"}];
return false;
}
var valid0 = _errs43 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.repositories !== undefined){
let data23 = data.repositories;
const _errs45 = errors;
if(errors === _errs45){
if(Array.isArray(data23)){
var valid10 = true;
const len5 = data23.length;
for(let i4=0; i4<len5; i4++){
const _errs47 = errors;
if(!(validate126(data23[i4], {instancePath:instancePath+"/repositories/" + i4,parentData:data23,parentDataProperty:i4,rootData}))){
vErrors = vErrors === null ? validate126.errors : vErrors.concat(validate126.errors);
errors = vErrors.length;
}
var valid10 = _errs47 === errors;
if(!valid10){
break;
}
}
}
else {
validate123.errors = [{instancePath:instancePath+"/repositories",keyword:"type"}];
return false;
}
}
var valid0 = _errs45 === errors;
}
else {
var valid0 = true;
}
}
}
}
}
}
}
}
}
}
}
}
}
}
}
else {
validate123.errors = [{instancePath,keyword:"type"}];
return false;
}
}
validate123.errors = vErrors;
return errors === 0;
}

export const checkRetried = validate147;


function validate147(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(errors === 0){
if(data && typeof data == "object" && !Array.isArray(data)){
let missing0;
if((data.retried === undefined) && (missing0 = "retried")){
validate147.errors = [{instancePath,keyword:"required"}];
return false;
}
else {
if(data.retried !== undefined){
let data0 = data.retried;
if(!(((typeof data0 == "number") && (!(data0 % 1) && !isNaN(data0))) && (isFinite(data0)))){
validate147.errors = [{instancePath:instancePath+"/retried",keyword:"type"}];
return false;
}
}
}
}
else {
validate147.errors = [{instancePath,keyword:"type"}];
return false;
}
}
validate147.errors = vErrors;
return errors === 0;
}

export const checkRun = validate148;



function validate149(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
const _errs0 = errors;
let valid0 = false;
let passing0 = null;
const _errs1 = errors;
if(errors === _errs1){
if(data && typeof data == "object" && !Array.isArray(data)){
let missing0;
if((data.kind === undefined) && (missing0 = "kind")){
const err0 = {instancePath,keyword:"required"};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
else {
if(data.kind !== undefined){
let data0 = data.kind;
if(typeof data0 !== "string"){
const err1 = {instancePath:instancePath+"/kind",keyword:"type"};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
if("bootstrap" !== data0){
const err2 = {instancePath:instancePath+"/kind",keyword:"const"};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
}
}
}
else {
const err3 = {instancePath,keyword:"type"};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
}
var _valid0 = _errs1 === errors;
if(_valid0){
valid0 = true;
passing0 = 0;
}
const _errs5 = errors;
if(errors === _errs5){
if(data && typeof data == "object" && !Array.isArray(data)){
let missing1;
if((((data.kind === undefined) && (missing1 = "kind")) || ((data.of === undefined) && (missing1 = "of"))) || ((data.with === undefined) && (missing1 = "with"))){
const err4 = {instancePath,keyword:"required"};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
else {
if(data.kind !== undefined){
let data1 = data.kind;
const _errs7 = errors;
if(typeof data1 !== "string"){
const err5 = {instancePath:instancePath+"/kind",keyword:"type"};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
if("rebuild" !== data1){
const err6 = {instancePath:instancePath+"/kind",keyword:"const"};
if(vErrors === null){
vErrors = [err6];
}
else {
vErrors.push(err6);
}
errors++;
}
var valid2 = _errs7 === errors;
}
else {
var valid2 = true;
}
if(valid2){
if(data.of !== undefined){
let data2 = data.of;
const _errs9 = errors;
if(errors === _errs9){
if(errors === _errs9){
if(typeof data2 === "string"){
if(!pattern2.test(data2)){
const err7 = {instancePath:instancePath+"/of",keyword:"pattern"};
if(vErrors === null){
vErrors = [err7];
}
else {
vErrors.push(err7);
}
errors++;
}
}
else {
const err8 = {instancePath:instancePath+"/of",keyword:"type"};
if(vErrors === null){
vErrors = [err8];
}
else {
vErrors.push(err8);
}
errors++;
}
}
}
var valid2 = _errs9 === errors;
}
else {
var valid2 = true;
}
if(valid2){
if(data.with !== undefined){
let data3 = data.with;
const _errs11 = errors;
if(typeof data3 !== "string"){
const err9 = {instancePath:instancePath+"/with",keyword:"type"};
if(vErrors === null){
vErrors = [err9];
}
else {
vErrors.push(err9);
}
errors++;
}
if(!((data3 === "recorded") || (data3 === "final"))){
const err10 = {instancePath:instancePath+"/with",keyword:"enum"};
if(vErrors === null){
vErrors = [err10];
}
else {
vErrors.push(err10);
}
errors++;
}
var valid2 = _errs11 === errors;
}
else {
var valid2 = true;
}
if(valid2){
if(data.packages !== undefined){
let data4 = data.packages;
const _errs13 = errors;
if(errors === _errs13){
if(Array.isArray(data4)){
var valid3 = true;
const len0 = data4.length;
for(let i0=0; i0<len0; i0++){
const _errs15 = errors;
if(typeof data4[i0] !== "string"){
const err11 = {instancePath:instancePath+"/packages/" + i0,keyword:"type"};
if(vErrors === null){
vErrors = [err11];
}
else {
vErrors.push(err11);
}
errors++;
}
var valid3 = _errs15 === errors;
if(!valid3){
break;
}
}
}
else {
const err12 = {instancePath:instancePath+"/packages",keyword:"type"};
if(vErrors === null){
vErrors = [err12];
}
else {
vErrors.push(err12);
}
errors++;
}
}
var valid2 = _errs13 === errors;
}
else {
var valid2 = true;
}
}
}
}
}
}
else {
const err13 = {instancePath,keyword:"type"};
if(vErrors === null){
vErrors = [err13];
}
else {
vErrors.push(err13);
}
errors++;
}
}
var _valid0 = _errs5 === errors;
if(_valid0 && valid0){
valid0 = false;
passing0 = [passing0, 1];
}
else {
if(_valid0){
valid0 = true;
passing0 = 1;
}
}
if(!valid0){
const err14 = {instancePath,keyword:"oneOf"};
if(vErrors === null){
vErrors = [err14];
}
else {
vErrors.push(err14);
}
errors++;
validate149.errors = vErrors;
return false;
}
else {
errors = _errs0;
if(vErrors !== null){
if(_errs0){
vErrors.length = _errs0;
}
else {
vErrors = null;
}
}
}
validate149.errors = vErrors;
return errors === 0;
}





function validate154(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
const _errs0 = errors;
let valid0 = false;
let passing0 = null;
const _errs1 = errors;
if(errors === _errs1){
if(data && typeof data == "object" && !Array.isArray(data)){
let missing0;
if(((data.state === undefined) && (missing0 = "state")) || ((data.evidence === undefined) && (missing0 = "evidence"))){
const err0 = {instancePath,keyword:"required"};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
else {
if(data.state !== undefined){
let data0 = data.state;
const _errs3 = errors;
if(typeof data0 !== "string"){
const err1 = {instancePath:instancePath+"/state",keyword:"type"};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
if("holds" !== data0){
const err2 = {instancePath:instancePath+"/state",keyword:"const"};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
var valid1 = _errs3 === errors;
}
else {
var valid1 = true;
}
if(valid1){
if(data.evidence !== undefined){
const _errs5 = errors;
if(typeof data.evidence !== "string"){
const err3 = {instancePath:instancePath+"/evidence",keyword:"type"};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
var valid1 = _errs5 === errors;
}
else {
var valid1 = true;
}
}
}
}
else {
const err4 = {instancePath,keyword:"type"};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
}
var _valid0 = _errs1 === errors;
if(_valid0){
valid0 = true;
passing0 = 0;
}
const _errs7 = errors;
if(errors === _errs7){
if(data && typeof data == "object" && !Array.isArray(data)){
let missing1;
if(((data.state === undefined) && (missing1 = "state")) || ((data.reasons === undefined) && (missing1 = "reasons"))){
const err5 = {instancePath,keyword:"required"};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
else {
if(data.state !== undefined){
let data2 = data.state;
const _errs9 = errors;
if(typeof data2 !== "string"){
const err6 = {instancePath:instancePath+"/state",keyword:"type"};
if(vErrors === null){
vErrors = [err6];
}
else {
vErrors.push(err6);
}
errors++;
}
if("fails" !== data2){
const err7 = {instancePath:instancePath+"/state",keyword:"const"};
if(vErrors === null){
vErrors = [err7];
}
else {
vErrors.push(err7);
}
errors++;
}
var valid2 = _errs9 === errors;
}
else {
var valid2 = true;
}
if(valid2){
if(data.reasons !== undefined){
let data3 = data.reasons;
const _errs11 = errors;
if(errors === _errs11){
if(Array.isArray(data3)){
var valid3 = true;
const len0 = data3.length;
for(let i0=0; i0<len0; i0++){
const _errs13 = errors;
if(typeof data3[i0] !== "string"){
const err8 = {instancePath:instancePath+"/reasons/" + i0,keyword:"type"};
if(vErrors === null){
vErrors = [err8];
}
else {
vErrors.push(err8);
}
errors++;
}
var valid3 = _errs13 === errors;
if(!valid3){
break;
}
}
}
else {
const err9 = {instancePath:instancePath+"/reasons",keyword:"type"};
if(vErrors === null){
vErrors = [err9];
}
else {
vErrors.push(err9);
}
errors++;
}
}
var valid2 = _errs11 === errors;
}
else {
var valid2 = true;
}
}
}
}
else {
const err10 = {instancePath,keyword:"type"};
if(vErrors === null){
vErrors = [err10];
}
else {
vErrors.push(err10);
}
errors++;
}
}
var _valid0 = _errs7 === errors;
if(_valid0 && valid0){
valid0 = false;
passing0 = [passing0, 1];
}
else {
if(_valid0){
valid0 = true;
passing0 = 1;
}
const _errs15 = errors;
if(errors === _errs15){
if(data && typeof data == "object" && !Array.isArray(data)){
let missing2;
if(((data.state === undefined) && (missing2 = "state")) || ((data.why === undefined) && (missing2 = "why"))){
const err11 = {instancePath,keyword:"required"};
if(vErrors === null){
vErrors = [err11];
}
else {
vErrors.push(err11);
}
errors++;
}
else {
if(data.state !== undefined){
let data5 = data.state;
const _errs17 = errors;
if(typeof data5 !== "string"){
const err12 = {instancePath:instancePath+"/state",keyword:"type"};
if(vErrors === null){
vErrors = [err12];
}
else {
vErrors.push(err12);
}
errors++;
}
if("not-checked" !== data5){
const err13 = {instancePath:instancePath+"/state",keyword:"const"};
if(vErrors === null){
vErrors = [err13];
}
else {
vErrors.push(err13);
}
errors++;
}
var valid4 = _errs17 === errors;
}
else {
var valid4 = true;
}
if(valid4){
if(data.why !== undefined){
const _errs19 = errors;
if(typeof data.why !== "string"){
const err14 = {instancePath:instancePath+"/why",keyword:"type"};
if(vErrors === null){
vErrors = [err14];
}
else {
vErrors.push(err14);
}
errors++;
}
var valid4 = _errs19 === errors;
}
else {
var valid4 = true;
}
}
}
}
else {
const err15 = {instancePath,keyword:"type"};
if(vErrors === null){
vErrors = [err15];
}
else {
vErrors.push(err15);
}
errors++;
}
}
var _valid0 = _errs15 === errors;
if(_valid0 && valid0){
valid0 = false;
passing0 = [passing0, 2];
}
else {
if(_valid0){
valid0 = true;
passing0 = 2;
}
}
}
if(!valid0){
const err16 = {instancePath,keyword:"oneOf"};
if(vErrors === null){
vErrors = [err16];
}
else {
vErrors.push(err16);
}
errors++;
validate154.errors = vErrors;
return false;
}
else {
errors = _errs0;
if(vErrors !== null){
if(_errs0){
vErrors.length = _errs0;
}
else {
vErrors = null;
}
}
}
validate154.errors = vErrors;
return errors === 0;
}


function validate153(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(errors === 0){
if(data && typeof data == "object" && !Array.isArray(data)){
let missing0;
if(((((((data.name === undefined) && (missing0 = "name")) || ((data.version === undefined) && (missing0 = "version"))) || ((data.arch === undefined) && (missing0 = "arch"))) || ((data.fileDigest === undefined) && (missing0 = "fileDigest"))) || ((data.contentDigest === undefined) && (missing0 = "contentDigest"))) || ((data.findings === undefined) && (missing0 = "findings"))){
validate153.errors = [{instancePath,keyword:"required"}];
return false;
}
else {
if(data.name !== undefined){
const _errs1 = errors;
if(typeof data.name !== "string"){
validate153.errors = [{instancePath:instancePath+"/name",keyword:"type"}];
return false;
}
var valid0 = _errs1 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.version !== undefined){
const _errs3 = errors;
if(typeof data.version !== "string"){
validate153.errors = [{instancePath:instancePath+"/version",keyword:"type"}];
return false;
}
var valid0 = _errs3 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.arch !== undefined){
let data2 = data.arch;
const _errs5 = errors;
if(typeof data2 !== "string"){
validate153.errors = [{instancePath:instancePath+"/arch",keyword:"type"}];
return false;
}
if(!((data2 === "x86_64") || (data2 === "aarch64"))){
validate153.errors = [{instancePath:instancePath+"/arch",keyword:"enum"}];
return false;
}
var valid0 = _errs5 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.fileDigest !== undefined){
let data3 = data.fileDigest;
const _errs7 = errors;
if(errors === _errs7){
if(typeof data3 === "string"){
if(!pattern1.test(data3)){
validate153.errors = [{instancePath:instancePath+"/fileDigest",keyword:"pattern"}];
return false;
}
}
else {
validate153.errors = [{instancePath:instancePath+"/fileDigest",keyword:"type"}];
return false;
}
}
var valid0 = _errs7 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.contentDigest !== undefined){
let data4 = data.contentDigest;
const _errs9 = errors;
if(errors === _errs9){
if(typeof data4 === "string"){
if(!pattern1.test(data4)){
validate153.errors = [{instancePath:instancePath+"/contentDigest",keyword:"pattern"}];
return false;
}
}
else {
validate153.errors = [{instancePath:instancePath+"/contentDigest",keyword:"type"}];
return false;
}
}
var valid0 = _errs9 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.findings !== undefined){
let data5 = data.findings;
const _errs11 = errors;
if(errors === _errs11){
if(data5 && typeof data5 == "object" && !Array.isArray(data5)){
let missing1;
if(((((((data5.declared === undefined) && (missing1 = "declared")) || ((data5.resolved === undefined) && (missing1 = "resolved"))) || ((data5.clean === undefined) && (missing1 = "clean"))) || ((data5.reproducible === undefined) && (missing1 = "reproducible"))) || ((data5["fixed-point"] === undefined) && (missing1 = "fixed-point"))) || ((data5["seed-independent"] === undefined) && (missing1 = "seed-independent"))){
validate153.errors = [{instancePath:instancePath+"/findings",keyword:"required"}];
return false;
}
else {
if(data5.declared !== undefined){
const _errs13 = errors;
if(!(validate154(data5.declared, {instancePath:instancePath+"/findings/declared",parentData:data5,parentDataProperty:"declared",rootData}))){
vErrors = vErrors === null ? validate154.errors : vErrors.concat(validate154.errors);
errors = vErrors.length;
}
var valid1 = _errs13 === errors;
}
else {
var valid1 = true;
}
if(valid1){
if(data5.resolved !== undefined){
const _errs14 = errors;
if(!(validate154(data5.resolved, {instancePath:instancePath+"/findings/resolved",parentData:data5,parentDataProperty:"resolved",rootData}))){
vErrors = vErrors === null ? validate154.errors : vErrors.concat(validate154.errors);
errors = vErrors.length;
}
var valid1 = _errs14 === errors;
}
else {
var valid1 = true;
}
if(valid1){
if(data5.clean !== undefined){
const _errs15 = errors;
if(!(validate154(data5.clean, {instancePath:instancePath+"/findings/clean",parentData:data5,parentDataProperty:"clean",rootData}))){
vErrors = vErrors === null ? validate154.errors : vErrors.concat(validate154.errors);
errors = vErrors.length;
}
var valid1 = _errs15 === errors;
}
else {
var valid1 = true;
}
if(valid1){
if(data5.reproducible !== undefined){
const _errs16 = errors;
if(!(validate154(data5.reproducible, {instancePath:instancePath+"/findings/reproducible",parentData:data5,parentDataProperty:"reproducible",rootData}))){
vErrors = vErrors === null ? validate154.errors : vErrors.concat(validate154.errors);
errors = vErrors.length;
}
var valid1 = _errs16 === errors;
}
else {
var valid1 = true;
}
if(valid1){
if(data5["fixed-point"] !== undefined){
const _errs17 = errors;
if(!(validate154(data5["fixed-point"], {instancePath:instancePath+"/findings/fixed-point",parentData:data5,parentDataProperty:"fixed-point",rootData}))){
vErrors = vErrors === null ? validate154.errors : vErrors.concat(validate154.errors);
errors = vErrors.length;
}
var valid1 = _errs17 === errors;
}
else {
var valid1 = true;
}
if(valid1){
if(data5["seed-independent"] !== undefined){
const _errs18 = errors;
if(!(validate154(data5["seed-independent"], {instancePath:instancePath+"/findings/seed-independent",parentData:data5,parentDataProperty:"seed-independent",rootData}))){
vErrors = vErrors === null ? validate154.errors : vErrors.concat(validate154.errors);
errors = vErrors.length;
}
var valid1 = _errs18 === errors;
}
else {
var valid1 = true;
}
}
}
}
}
}
}
}
else {
validate153.errors = [{instancePath:instancePath+"/findings",keyword:"type"}];
return false;
}
}
var valid0 = _errs11 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.rung !== undefined){
let data12 = data.rung;
const _errs19 = errors;
if(typeof data12 !== "string"){
validate153.errors = [{instancePath:instancePath+"/rung",keyword:"type"}];
return false;
}
if(!((((((data12 === "declared") || (data12 === "resolved")) || (data12 === "clean")) || (data12 === "reproducible")) || (data12 === "fixed-point")) || (data12 === "seed-independent"))){
validate153.errors = [{instancePath:instancePath+"/rung",keyword:"enum"}];
return false;
}
var valid0 = _errs19 === errors;
}
else {
var valid0 = true;
}
}
}
}
}
}
}
}
}
else {
validate153.errors = [{instancePath,keyword:"type"}];
return false;
}
}
validate153.errors = vErrors;
return errors === 0;
}


function validate152(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(errors === 0){
if(data && typeof data == "object" && !Array.isArray(data)){
let missing0;
if((((((data.blueprint === undefined) && (missing0 = "blueprint")) || ((data.seed === undefined) && (missing0 = "seed"))) || ((data.required === undefined) && (missing0 = "required"))) || ((data.holds === undefined) && (missing0 = "holds"))) || ((data.packages === undefined) && (missing0 = "packages"))){
validate152.errors = [{instancePath,keyword:"required"}];
return false;
}
else {
if(data.blueprint !== undefined){
const _errs1 = errors;
if(typeof data.blueprint !== "string"){
validate152.errors = [{instancePath:instancePath+"/blueprint",keyword:"type"}];
return false;
}
var valid0 = _errs1 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.seed !== undefined){
const _errs3 = errors;
if(typeof data.seed !== "string"){
validate152.errors = [{instancePath:instancePath+"/seed",keyword:"type"}];
return false;
}
var valid0 = _errs3 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.required !== undefined){
let data2 = data.required;
const _errs5 = errors;
if(typeof data2 !== "string"){
validate152.errors = [{instancePath:instancePath+"/required",keyword:"type"}];
return false;
}
if(!((((((data2 === "declared") || (data2 === "resolved")) || (data2 === "clean")) || (data2 === "reproducible")) || (data2 === "fixed-point")) || (data2 === "seed-independent"))){
validate152.errors = [{instancePath:instancePath+"/required",keyword:"enum"}];
return false;
}
var valid0 = _errs5 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.holds !== undefined){
const _errs7 = errors;
if(typeof data.holds !== "boolean"){
validate152.errors = [{instancePath:instancePath+"/holds",keyword:"type"}];
return false;
}
var valid0 = _errs7 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.packages !== undefined){
let data4 = data.packages;
const _errs9 = errors;
if(errors === _errs9){
if(Array.isArray(data4)){
var valid1 = true;
const len0 = data4.length;
for(let i0=0; i0<len0; i0++){
const _errs11 = errors;
if(!(validate153(data4[i0], {instancePath:instancePath+"/packages/" + i0,parentData:data4,parentDataProperty:i0,rootData}))){
vErrors = vErrors === null ? validate153.errors : vErrors.concat(validate153.errors);
errors = vErrors.length;
}
var valid1 = _errs11 === errors;
if(!valid1){
break;
}
}
}
else {
validate152.errors = [{instancePath:instancePath+"/packages",keyword:"type"}];
return false;
}
}
var valid0 = _errs9 === errors;
}
else {
var valid0 = true;
}
}
}
}
}
}
}
else {
validate152.errors = [{instancePath,keyword:"type"}];
return false;
}
}
validate152.errors = vErrors;
return errors === 0;
}


function validate148(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(errors === 0){
if(data && typeof data == "object" && !Array.isArray(data)){
let missing0;
if(((((((((((data.id === undefined) && (missing0 = "id")) || ((data.blueprint === undefined) && (missing0 = "blueprint"))) || ((data.blueprintDigest === undefined) && (missing0 = "blueprintDigest"))) || ((data.seeds === undefined) && (missing0 = "seeds"))) || ((data.arches === undefined) && (missing0 = "arches"))) || ((data.required === undefined) && (missing0 = "required"))) || ((data.requestedBy === undefined) && (missing0 = "requestedBy"))) || ((data.state === undefined) && (missing0 = "state"))) || ((data.createdAt === undefined) && (missing0 = "createdAt"))) || ((data.preparation === undefined) && (missing0 = "preparation"))){
validate148.errors = [{instancePath,keyword:"required"}];
return false;
}
else {
if(data.id !== undefined){
let data0 = data.id;
const _errs1 = errors;
if(errors === _errs1){
if(errors === _errs1){
if(typeof data0 === "string"){
if(!pattern2.test(data0)){
validate148.errors = [{instancePath:instancePath+"/id",keyword:"pattern"}];
return false;
}
}
else {
validate148.errors = [{instancePath:instancePath+"/id",keyword:"type"}];
return false;
}
}
}
var valid0 = _errs1 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.purpose !== undefined){
const _errs3 = errors;
if(!(validate149(data.purpose, {instancePath:instancePath+"/purpose",parentData:data,parentDataProperty:"purpose",rootData}))){
vErrors = vErrors === null ? validate149.errors : vErrors.concat(validate149.errors);
errors = vErrors.length;
}
var valid0 = _errs3 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.blueprint !== undefined){
const _errs4 = errors;
if(typeof data.blueprint !== "string"){
validate148.errors = [{instancePath:instancePath+"/blueprint",keyword:"type"}];
return false;
}
var valid0 = _errs4 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.blueprintDigest !== undefined){
let data3 = data.blueprintDigest;
const _errs6 = errors;
if(errors === _errs6){
if(typeof data3 === "string"){
if(!pattern1.test(data3)){
validate148.errors = [{instancePath:instancePath+"/blueprintDigest",keyword:"pattern"}];
return false;
}
}
else {
validate148.errors = [{instancePath:instancePath+"/blueprintDigest",keyword:"type"}];
return false;
}
}
var valid0 = _errs6 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.seeds !== undefined){
let data4 = data.seeds;
const _errs8 = errors;
if(errors === _errs8){
if(Array.isArray(data4)){
var valid1 = true;
const len0 = data4.length;
for(let i0=0; i0<len0; i0++){
const _errs10 = errors;
if(typeof data4[i0] !== "string"){
validate148.errors = [{instancePath:instancePath+"/seeds/" + i0,keyword:"type"}];
return false;
}
var valid1 = _errs10 === errors;
if(!valid1){
break;
}
}
}
else {
validate148.errors = [{instancePath:instancePath+"/seeds",keyword:"type"}];
return false;
}
}
var valid0 = _errs8 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.arches !== undefined){
let data6 = data.arches;
const _errs12 = errors;
if(errors === _errs12){
if(Array.isArray(data6)){
var valid2 = true;
const len1 = data6.length;
for(let i1=0; i1<len1; i1++){
let data7 = data6[i1];
const _errs14 = errors;
if(typeof data7 !== "string"){
validate148.errors = [{instancePath:instancePath+"/arches/" + i1,keyword:"type"}];
return false;
}
if(!((data7 === "x86_64") || (data7 === "aarch64"))){
validate148.errors = [{instancePath:instancePath+"/arches/" + i1,keyword:"enum"}];
return false;
}
var valid2 = _errs14 === errors;
if(!valid2){
break;
}
}
}
else {
validate148.errors = [{instancePath:instancePath+"/arches",keyword:"type"}];
return false;
}
}
var valid0 = _errs12 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.required !== undefined){
let data8 = data.required;
const _errs16 = errors;
if(typeof data8 !== "string"){
validate148.errors = [{instancePath:instancePath+"/required",keyword:"type"}];
return false;
}
if(!((((((data8 === "declared") || (data8 === "resolved")) || (data8 === "clean")) || (data8 === "reproducible")) || (data8 === "fixed-point")) || (data8 === "seed-independent"))){
validate148.errors = [{instancePath:instancePath+"/required",keyword:"enum"}];
return false;
}
var valid0 = _errs16 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.requestedBy !== undefined){
const _errs18 = errors;
if(typeof data.requestedBy !== "string"){
validate148.errors = [{instancePath:instancePath+"/requestedBy",keyword:"type"}];
return false;
}
var valid0 = _errs18 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.priority !== undefined){
let data10 = data.priority;
const _errs20 = errors;
if(!(((typeof data10 == "number") && (!(data10 % 1) && !isNaN(data10))) && (isFinite(data10)))){
validate148.errors = [{instancePath:instancePath+"/priority",keyword:"type"}];
return false;
}
if(errors === _errs20){
if((typeof data10 == "number") && (isFinite(data10))){
if(data10 > 10 || isNaN(data10)){
validate148.errors = [{instancePath:instancePath+"/priority",keyword:"maximum"}];
return false;
}
else {
if(data10 < 0 || isNaN(data10)){
validate148.errors = [{instancePath:instancePath+"/priority",keyword:"minimum"}];
return false;
}
}
}
}
var valid0 = _errs20 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.state !== undefined){
let data11 = data.state;
const _errs22 = errors;
if(typeof data11 !== "string"){
validate148.errors = [{instancePath:instancePath+"/state",keyword:"type"}];
return false;
}
if(!(((((data11 === "preparing") || (data11 === "running")) || (data11 === "succeeded")) || (data11 === "failed")) || (data11 === "cancelled"))){
validate148.errors = [{instancePath:instancePath+"/state",keyword:"enum"}];
return false;
}
var valid0 = _errs22 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.createdAt !== undefined){
let data12 = data.createdAt;
const _errs24 = errors;
if(errors === _errs24){
if(errors === _errs24){
if(typeof data12 === "string"){
if(!pattern0.test(data12)){
validate148.errors = [{instancePath:instancePath+"/createdAt",keyword:"pattern"}];
return false;
}
}
else {
validate148.errors = [{instancePath:instancePath+"/createdAt",keyword:"type"}];
return false;
}
}
}
var valid0 = _errs24 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.finishedAt !== undefined){
let data13 = data.finishedAt;
const _errs26 = errors;
if(errors === _errs26){
if(errors === _errs26){
if(typeof data13 === "string"){
if(!pattern0.test(data13)){
validate148.errors = [{instancePath:instancePath+"/finishedAt",keyword:"pattern"}];
return false;
}
}
else {
validate148.errors = [{instancePath:instancePath+"/finishedAt",keyword:"type"}];
return false;
}
}
}
var valid0 = _errs26 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.preparation !== undefined){
let data14 = data.preparation;
const _errs28 = errors;
if(errors === _errs28){
if(Array.isArray(data14)){
var valid3 = true;
const len2 = data14.length;
for(let i2=0; i2<len2; i2++){
const _errs30 = errors;
if(!(validate55(data14[i2], {instancePath:instancePath+"/preparation/" + i2,parentData:data14,parentDataProperty:i2,rootData}))){
vErrors = vErrors === null ? validate55.errors : vErrors.concat(validate55.errors);
errors = vErrors.length;
}
var valid3 = _errs30 === errors;
if(!valid3){
break;
}
}
}
else {
validate148.errors = [{instancePath:instancePath+"/preparation",keyword:"type"}];
return false;
}
}
var valid0 = _errs28 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.verdict !== undefined){
const _errs31 = errors;
if(!(validate152(data.verdict, {instancePath:instancePath+"/verdict",parentData:data,parentDataProperty:"verdict",rootData}))){
vErrors = vErrors === null ? validate152.errors : vErrors.concat(validate152.errors);
errors = vErrors.length;
}
var valid0 = _errs31 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.estimates !== undefined){
let data17 = data.estimates;
const _errs32 = errors;
if(errors === _errs32){
if(Array.isArray(data17)){
var valid4 = true;
const len3 = data17.length;
for(let i3=0; i3<len3; i3++){
const _errs34 = errors;
if(!(validate79(data17[i3], {instancePath:instancePath+"/estimates/" + i3,parentData:data17,parentDataProperty:i3,rootData}))){
vErrors = vErrors === null ? validate79.errors : vErrors.concat(validate79.errors);
errors = vErrors.length;
}
var valid4 = _errs34 === errors;
if(!valid4){
break;
}
}
}
else {
validate148.errors = [{instancePath:instancePath+"/estimates",keyword:"type"}];
return false;
}
}
var valid0 = _errs32 === errors;
}
else {
var valid0 = true;
}
}
}
}
}
}
}
}
}
}
}
}
}
}
}
}
}
else {
validate148.errors = [{instancePath,keyword:"type"}];
return false;
}
}
validate148.errors = vErrors;
return errors === 0;
}

export const checkRunDiff = validate164;




function validate168(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(errors === 0){
if(data && typeof data == "object" && !Array.isArray(data)){
let missing0;
if(((data.kind === undefined) && (missing0 = "kind")) || ((data.details === undefined) && (missing0 = "details"))){
validate168.errors = [{instancePath,keyword:"required"}];
return false;
}
else {
if(data.kind !== undefined){
const _errs1 = errors;
if(typeof data.kind !== "string"){
validate168.errors = [{instancePath:instancePath+"/kind",keyword:"type"}];
return false;
}
var valid0 = _errs1 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.details !== undefined){
let data1 = data.details;
const _errs3 = errors;
if(errors === _errs3){
if(Array.isArray(data1)){
var valid1 = true;
const len0 = data1.length;
for(let i0=0; i0<len0; i0++){
const _errs5 = errors;
if(typeof data1[i0] !== "string"){
validate168.errors = [{instancePath:instancePath+"/details/" + i0,keyword:"type"}];
return false;
}
var valid1 = _errs5 === errors;
if(!valid1){
break;
}
}
}
else {
validate168.errors = [{instancePath:instancePath+"/details",keyword:"type"}];
return false;
}
}
var valid0 = _errs3 === errors;
}
else {
var valid0 = true;
}
}
}
}
else {
validate168.errors = [{instancePath,keyword:"type"}];
return false;
}
}
validate168.errors = vErrors;
return errors === 0;
}



function validate170(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(errors === 0){
if(data && typeof data == "object" && !Array.isArray(data)){
let missing0;
if(((data.name === undefined) && (missing0 = "name")) || ((data.input === undefined) && (missing0 = "input"))){
validate170.errors = [{instancePath,keyword:"required"}];
return false;
}
else {
if(data.name !== undefined){
const _errs1 = errors;
if(typeof data.name !== "string"){
validate170.errors = [{instancePath:instancePath+"/name",keyword:"type"}];
return false;
}
var valid0 = _errs1 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.input !== undefined){
const _errs3 = errors;
if(typeof data.input !== "string"){
validate170.errors = [{instancePath:instancePath+"/input",keyword:"type"}];
return false;
}
var valid0 = _errs3 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.first !== undefined){
const _errs5 = errors;
if(typeof data.first !== "string"){
validate170.errors = [{instancePath:instancePath+"/first",keyword:"type"}];
return false;
}
var valid0 = _errs5 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.second !== undefined){
const _errs7 = errors;
if(typeof data.second !== "string"){
validate170.errors = [{instancePath:instancePath+"/second",keyword:"type"}];
return false;
}
var valid0 = _errs7 === errors;
}
else {
var valid0 = true;
}
}
}
}
}
}
else {
validate170.errors = [{instancePath,keyword:"type"}];
return false;
}
}
validate170.errors = vErrors;
return errors === 0;
}


function validate167(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(errors === 0){
if(data && typeof data == "object" && !Array.isArray(data)){
let missing0;
if((((((((data.arch === undefined) && (missing0 = "arch")) || ((data.stage === undefined) && (missing0 = "stage"))) || ((data.name === undefined) && (missing0 = "name"))) || ((data.recipe === undefined) && (missing0 = "recipe"))) || ((data.environment === undefined) && (missing0 = "environment"))) || ((data.bits === undefined) && (missing0 = "bits"))) || ((data.cause === undefined) && (missing0 = "cause"))){
validate167.errors = [{instancePath,keyword:"required"}];
return false;
}
else {
if(data.arch !== undefined){
let data0 = data.arch;
const _errs1 = errors;
if(typeof data0 !== "string"){
validate167.errors = [{instancePath:instancePath+"/arch",keyword:"type"}];
return false;
}
if(!((data0 === "x86_64") || (data0 === "aarch64"))){
validate167.errors = [{instancePath:instancePath+"/arch",keyword:"enum"}];
return false;
}
var valid0 = _errs1 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.stage !== undefined){
const _errs3 = errors;
if(typeof data.stage !== "string"){
validate167.errors = [{instancePath:instancePath+"/stage",keyword:"type"}];
return false;
}
var valid0 = _errs3 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.name !== undefined){
const _errs5 = errors;
if(typeof data.name !== "string"){
validate167.errors = [{instancePath:instancePath+"/name",keyword:"type"}];
return false;
}
var valid0 = _errs5 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.first !== undefined){
const _errs7 = errors;
if(typeof data.first !== "string"){
validate167.errors = [{instancePath:instancePath+"/first",keyword:"type"}];
return false;
}
var valid0 = _errs7 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.second !== undefined){
const _errs9 = errors;
if(typeof data.second !== "string"){
validate167.errors = [{instancePath:instancePath+"/second",keyword:"type"}];
return false;
}
var valid0 = _errs9 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.recipe !== undefined){
let data5 = data.recipe;
const _errs11 = errors;
if(errors === _errs11){
if(Array.isArray(data5)){
var valid1 = true;
const len0 = data5.length;
for(let i0=0; i0<len0; i0++){
const _errs13 = errors;
if(!(validate168(data5[i0], {instancePath:instancePath+"/recipe/" + i0,parentData:data5,parentDataProperty:i0,rootData}))){
vErrors = vErrors === null ? validate168.errors : vErrors.concat(validate168.errors);
errors = vErrors.length;
}
var valid1 = _errs13 === errors;
if(!valid1){
break;
}
}
}
else {
validate167.errors = [{instancePath:instancePath+"/recipe",keyword:"type"}];
return false;
}
}
var valid0 = _errs11 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.environment !== undefined){
let data7 = data.environment;
const _errs14 = errors;
if(errors === _errs14){
if(Array.isArray(data7)){
var valid2 = true;
const len1 = data7.length;
for(let i1=0; i1<len1; i1++){
const _errs16 = errors;
if(!(validate170(data7[i1], {instancePath:instancePath+"/environment/" + i1,parentData:data7,parentDataProperty:i1,rootData}))){
vErrors = vErrors === null ? validate170.errors : vErrors.concat(validate170.errors);
errors = vErrors.length;
}
var valid2 = _errs16 === errors;
if(!valid2){
break;
}
}
}
else {
validate167.errors = [{instancePath:instancePath+"/environment",keyword:"type"}];
return false;
}
}
var valid0 = _errs14 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.bits !== undefined){
let data9 = data.bits;
const _errs17 = errors;
if(errors === _errs17){
if(Array.isArray(data9)){
var valid3 = true;
const len2 = data9.length;
for(let i2=0; i2<len2; i2++){
const _errs19 = errors;
if(typeof data9[i2] !== "string"){
validate167.errors = [{instancePath:instancePath+"/bits/" + i2,keyword:"type"}];
return false;
}
var valid3 = _errs19 === errors;
if(!valid3){
break;
}
}
}
else {
validate167.errors = [{instancePath:instancePath+"/bits",keyword:"type"}];
return false;
}
}
var valid0 = _errs17 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.cause !== undefined){
let data11 = data.cause;
const _errs21 = errors;
if(errors === _errs21){
if(data11 && typeof data11 == "object" && !Array.isArray(data11)){
let missing1;
if(((((data11.kind === undefined) && (missing1 = "kind")) || ((data11.at === undefined) && (missing1 = "at"))) || ((data11.details === undefined) && (missing1 = "details"))) || ((data11.through === undefined) && (missing1 = "through"))){
validate167.errors = [{instancePath:instancePath+"/cause",keyword:"required"}];
return false;
}
else {
if(data11.kind !== undefined){
let data12 = data11.kind;
const _errs23 = errors;
if(typeof data12 !== "string"){
validate167.errors = [{instancePath:instancePath+"/cause/kind",keyword:"type"}];
return false;
}
if(!((((((((data12 === "recipe") || (data12 === "seed")) || (data12 === "environment")) || (data12 === "builder")) || (data12 === "unreproducible")) || (data12 === "new")) || (data12 === "gone")) || (data12 === "unbuilt"))){
validate167.errors = [{instancePath:instancePath+"/cause/kind",keyword:"enum"}];
return false;
}
var valid4 = _errs23 === errors;
}
else {
var valid4 = true;
}
if(valid4){
if(data11.at !== undefined){
const _errs25 = errors;
if(typeof data11.at !== "string"){
validate167.errors = [{instancePath:instancePath+"/cause/at",keyword:"type"}];
return false;
}
var valid4 = _errs25 === errors;
}
else {
var valid4 = true;
}
if(valid4){
if(data11.details !== undefined){
let data14 = data11.details;
const _errs27 = errors;
if(errors === _errs27){
if(Array.isArray(data14)){
var valid5 = true;
const len3 = data14.length;
for(let i3=0; i3<len3; i3++){
const _errs29 = errors;
if(typeof data14[i3] !== "string"){
validate167.errors = [{instancePath:instancePath+"/cause/details/" + i3,keyword:"type"}];
return false;
}
var valid5 = _errs29 === errors;
if(!valid5){
break;
}
}
}
else {
validate167.errors = [{instancePath:instancePath+"/cause/details",keyword:"type"}];
return false;
}
}
var valid4 = _errs27 === errors;
}
else {
var valid4 = true;
}
if(valid4){
if(data11.through !== undefined){
let data16 = data11.through;
const _errs31 = errors;
if(errors === _errs31){
if(Array.isArray(data16)){
var valid6 = true;
const len4 = data16.length;
for(let i4=0; i4<len4; i4++){
const _errs33 = errors;
if(typeof data16[i4] !== "string"){
validate167.errors = [{instancePath:instancePath+"/cause/through/" + i4,keyword:"type"}];
return false;
}
var valid6 = _errs33 === errors;
if(!valid6){
break;
}
}
}
else {
validate167.errors = [{instancePath:instancePath+"/cause/through",keyword:"type"}];
return false;
}
}
var valid4 = _errs31 === errors;
}
else {
var valid4 = true;
}
}
}
}
}
}
else {
validate167.errors = [{instancePath:instancePath+"/cause",keyword:"type"}];
return false;
}
}
var valid0 = _errs21 === errors;
}
else {
var valid0 = true;
}
}
}
}
}
}
}
}
}
}
}
else {
validate167.errors = [{instancePath,keyword:"type"}];
return false;
}
}
validate167.errors = vErrors;
return errors === 0;
}


function validate164(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(errors === 0){
if(data && typeof data == "object" && !Array.isArray(data)){
let missing0;
if(((((data.first === undefined) && (missing0 = "first")) || ((data.second === undefined) && (missing0 = "second"))) || ((data.changes === undefined) && (missing0 = "changes"))) || ((data.unchanged === undefined) && (missing0 = "unchanged"))){
validate164.errors = [{instancePath,keyword:"required"}];
return false;
}
else {
if(data.first !== undefined){
const _errs1 = errors;
if(!(validate148(data.first, {instancePath:instancePath+"/first",parentData:data,parentDataProperty:"first",rootData}))){
vErrors = vErrors === null ? validate148.errors : vErrors.concat(validate148.errors);
errors = vErrors.length;
}
var valid0 = _errs1 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.second !== undefined){
const _errs2 = errors;
if(!(validate148(data.second, {instancePath:instancePath+"/second",parentData:data,parentDataProperty:"second",rootData}))){
vErrors = vErrors === null ? validate148.errors : vErrors.concat(validate148.errors);
errors = vErrors.length;
}
var valid0 = _errs2 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.changes !== undefined){
let data2 = data.changes;
const _errs3 = errors;
if(errors === _errs3){
if(Array.isArray(data2)){
var valid1 = true;
const len0 = data2.length;
for(let i0=0; i0<len0; i0++){
const _errs5 = errors;
if(!(validate167(data2[i0], {instancePath:instancePath+"/changes/" + i0,parentData:data2,parentDataProperty:i0,rootData}))){
vErrors = vErrors === null ? validate167.errors : vErrors.concat(validate167.errors);
errors = vErrors.length;
}
var valid1 = _errs5 === errors;
if(!valid1){
break;
}
}
}
else {
validate164.errors = [{instancePath:instancePath+"/changes",keyword:"type"}];
return false;
}
}
var valid0 = _errs3 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.unchanged !== undefined){
let data4 = data.unchanged;
const _errs6 = errors;
if(!(((typeof data4 == "number") && (!(data4 % 1) && !isNaN(data4))) && (isFinite(data4)))){
validate164.errors = [{instancePath:instancePath+"/unchanged",keyword:"type"}];
return false;
}
var valid0 = _errs6 === errors;
}
else {
var valid0 = true;
}
}
}
}
}
}
else {
validate164.errors = [{instancePath,keyword:"type"}];
return false;
}
}
validate164.errors = vErrors;
return errors === 0;
}

export const checkRunEvent = validate173;


function validate173(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(errors === 0){
if(data && typeof data == "object" && !Array.isArray(data)){
let missing0;
if((((((data.runId === undefined) && (missing0 = "runId")) || ((data.sequence === undefined) && (missing0 = "sequence"))) || ((data.type === undefined) && (missing0 = "type"))) || ((data.at === undefined) && (missing0 = "at"))) || ((data.data === undefined) && (missing0 = "data"))){
validate173.errors = [{instancePath,keyword:"required"}];
return false;
}
else {
if(data.runId !== undefined){
let data0 = data.runId;
const _errs1 = errors;
if(errors === _errs1){
if(errors === _errs1){
if(typeof data0 === "string"){
if(!pattern2.test(data0)){
validate173.errors = [{instancePath:instancePath+"/runId",keyword:"pattern"}];
return false;
}
}
else {
validate173.errors = [{instancePath:instancePath+"/runId",keyword:"type"}];
return false;
}
}
}
var valid0 = _errs1 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.sequence !== undefined){
let data1 = data.sequence;
const _errs3 = errors;
if(!(((typeof data1 == "number") && (!(data1 % 1) && !isNaN(data1))) && (isFinite(data1)))){
validate173.errors = [{instancePath:instancePath+"/sequence",keyword:"type"}];
return false;
}
var valid0 = _errs3 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.type !== undefined){
const _errs5 = errors;
if(typeof data.type !== "string"){
validate173.errors = [{instancePath:instancePath+"/type",keyword:"type"}];
return false;
}
var valid0 = _errs5 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.at !== undefined){
let data3 = data.at;
const _errs7 = errors;
if(errors === _errs7){
if(errors === _errs7){
if(typeof data3 === "string"){
if(!pattern0.test(data3)){
validate173.errors = [{instancePath:instancePath+"/at",keyword:"pattern"}];
return false;
}
}
else {
validate173.errors = [{instancePath:instancePath+"/at",keyword:"type"}];
return false;
}
}
}
var valid0 = _errs7 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.data !== undefined){
let data4 = data.data;
const _errs9 = errors;
if(errors === _errs9){
if(data4 && typeof data4 == "object" && !Array.isArray(data4)){
for(const key0 in data4){
const _errs11 = errors;
if(typeof key0 !== "string"){
const err0 = {instancePath:instancePath+"/data",keyword:"type",propertyName:key0};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
var valid1 = _errs11 === errors;
if(!valid1){
const err1 = {instancePath:instancePath+"/data",keyword:"propertyNames"};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
validate173.errors = vErrors;
return false;
break;
}
}
}
else {
validate173.errors = [{instancePath:instancePath+"/data",keyword:"type"}];
return false;
}
}
var valid0 = _errs9 === errors;
}
else {
var valid0 = true;
}
}
}
}
}
}
}
else {
validate173.errors = [{instancePath,keyword:"type"}];
return false;
}
}
validate173.errors = vErrors;
return errors === 0;
}

export const checkRunList = validate174;




function validate178(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(errors === 0){
if(data && typeof data == "object" && !Array.isArray(data)){
let missing0;
if((((data.required === undefined) && (missing0 = "required")) || ((data.holds === undefined) && (missing0 = "holds"))) || ((data.packages === undefined) && (missing0 = "packages"))){
validate178.errors = [{instancePath,keyword:"required"}];
return false;
}
else {
if(data.required !== undefined){
let data0 = data.required;
const _errs1 = errors;
if(typeof data0 !== "string"){
validate178.errors = [{instancePath:instancePath+"/required",keyword:"type"}];
return false;
}
if(!((((((data0 === "declared") || (data0 === "resolved")) || (data0 === "clean")) || (data0 === "reproducible")) || (data0 === "fixed-point")) || (data0 === "seed-independent"))){
validate178.errors = [{instancePath:instancePath+"/required",keyword:"enum"}];
return false;
}
var valid0 = _errs1 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.holds !== undefined){
const _errs3 = errors;
if(typeof data.holds !== "boolean"){
validate178.errors = [{instancePath:instancePath+"/holds",keyword:"type"}];
return false;
}
var valid0 = _errs3 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.packages !== undefined){
let data2 = data.packages;
const _errs5 = errors;
if(!(((typeof data2 == "number") && (!(data2 % 1) && !isNaN(data2))) && (isFinite(data2)))){
validate178.errors = [{instancePath:instancePath+"/packages",keyword:"type"}];
return false;
}
var valid0 = _errs5 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.lowest !== undefined){
let data3 = data.lowest;
const _errs7 = errors;
if(typeof data3 !== "string"){
validate178.errors = [{instancePath:instancePath+"/lowest",keyword:"type"}];
return false;
}
if(!((((((data3 === "declared") || (data3 === "resolved")) || (data3 === "clean")) || (data3 === "reproducible")) || (data3 === "fixed-point")) || (data3 === "seed-independent"))){
validate178.errors = [{instancePath:instancePath+"/lowest",keyword:"enum"}];
return false;
}
var valid0 = _errs7 === errors;
}
else {
var valid0 = true;
}
}
}
}
}
}
else {
validate178.errors = [{instancePath,keyword:"type"}];
return false;
}
}
validate178.errors = vErrors;
return errors === 0;
}


function validate175(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(errors === 0){
if(data && typeof data == "object" && !Array.isArray(data)){
let missing0;
if(((((((((((data.id === undefined) && (missing0 = "id")) || ((data.blueprint === undefined) && (missing0 = "blueprint"))) || ((data.blueprintDigest === undefined) && (missing0 = "blueprintDigest"))) || ((data.seeds === undefined) && (missing0 = "seeds"))) || ((data.arches === undefined) && (missing0 = "arches"))) || ((data.required === undefined) && (missing0 = "required"))) || ((data.requestedBy === undefined) && (missing0 = "requestedBy"))) || ((data.state === undefined) && (missing0 = "state"))) || ((data.createdAt === undefined) && (missing0 = "createdAt"))) || ((data.preparation === undefined) && (missing0 = "preparation"))){
validate175.errors = [{instancePath,keyword:"required"}];
return false;
}
else {
if(data.id !== undefined){
let data0 = data.id;
const _errs1 = errors;
if(errors === _errs1){
if(errors === _errs1){
if(typeof data0 === "string"){
if(!pattern2.test(data0)){
validate175.errors = [{instancePath:instancePath+"/id",keyword:"pattern"}];
return false;
}
}
else {
validate175.errors = [{instancePath:instancePath+"/id",keyword:"type"}];
return false;
}
}
}
var valid0 = _errs1 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.purpose !== undefined){
const _errs3 = errors;
if(!(validate149(data.purpose, {instancePath:instancePath+"/purpose",parentData:data,parentDataProperty:"purpose",rootData}))){
vErrors = vErrors === null ? validate149.errors : vErrors.concat(validate149.errors);
errors = vErrors.length;
}
var valid0 = _errs3 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.blueprint !== undefined){
const _errs4 = errors;
if(typeof data.blueprint !== "string"){
validate175.errors = [{instancePath:instancePath+"/blueprint",keyword:"type"}];
return false;
}
var valid0 = _errs4 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.blueprintDigest !== undefined){
let data3 = data.blueprintDigest;
const _errs6 = errors;
if(errors === _errs6){
if(typeof data3 === "string"){
if(!pattern1.test(data3)){
validate175.errors = [{instancePath:instancePath+"/blueprintDigest",keyword:"pattern"}];
return false;
}
}
else {
validate175.errors = [{instancePath:instancePath+"/blueprintDigest",keyword:"type"}];
return false;
}
}
var valid0 = _errs6 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.seeds !== undefined){
let data4 = data.seeds;
const _errs8 = errors;
if(errors === _errs8){
if(Array.isArray(data4)){
var valid1 = true;
const len0 = data4.length;
for(let i0=0; i0<len0; i0++){
const _errs10 = errors;
if(typeof data4[i0] !== "string"){
validate175.errors = [{instancePath:instancePath+"/seeds/" + i0,keyword:"type"}];
return false;
}
var valid1 = _errs10 === errors;
if(!valid1){
break;
}
}
}
else {
validate175.errors = [{instancePath:instancePath+"/seeds",keyword:"type"}];
return false;
}
}
var valid0 = _errs8 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.arches !== undefined){
let data6 = data.arches;
const _errs12 = errors;
if(errors === _errs12){
if(Array.isArray(data6)){
var valid2 = true;
const len1 = data6.length;
for(let i1=0; i1<len1; i1++){
let data7 = data6[i1];
const _errs14 = errors;
if(typeof data7 !== "string"){
validate175.errors = [{instancePath:instancePath+"/arches/" + i1,keyword:"type"}];
return false;
}
if(!((data7 === "x86_64") || (data7 === "aarch64"))){
validate175.errors = [{instancePath:instancePath+"/arches/" + i1,keyword:"enum"}];
return false;
}
var valid2 = _errs14 === errors;
if(!valid2){
break;
}
}
}
else {
validate175.errors = [{instancePath:instancePath+"/arches",keyword:"type"}];
return false;
}
}
var valid0 = _errs12 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.required !== undefined){
let data8 = data.required;
const _errs16 = errors;
if(typeof data8 !== "string"){
validate175.errors = [{instancePath:instancePath+"/required",keyword:"type"}];
return false;
}
if(!((((((data8 === "declared") || (data8 === "resolved")) || (data8 === "clean")) || (data8 === "reproducible")) || (data8 === "fixed-point")) || (data8 === "seed-independent"))){
validate175.errors = [{instancePath:instancePath+"/required",keyword:"enum"}];
return false;
}
var valid0 = _errs16 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.requestedBy !== undefined){
const _errs18 = errors;
if(typeof data.requestedBy !== "string"){
validate175.errors = [{instancePath:instancePath+"/requestedBy",keyword:"type"}];
return false;
}
var valid0 = _errs18 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.priority !== undefined){
let data10 = data.priority;
const _errs20 = errors;
if(!(((typeof data10 == "number") && (!(data10 % 1) && !isNaN(data10))) && (isFinite(data10)))){
validate175.errors = [{instancePath:instancePath+"/priority",keyword:"type"}];
return false;
}
if(errors === _errs20){
if((typeof data10 == "number") && (isFinite(data10))){
if(data10 > 10 || isNaN(data10)){
validate175.errors = [{instancePath:instancePath+"/priority",keyword:"maximum"}];
return false;
}
else {
if(data10 < 0 || isNaN(data10)){
validate175.errors = [{instancePath:instancePath+"/priority",keyword:"minimum"}];
return false;
}
}
}
}
var valid0 = _errs20 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.state !== undefined){
let data11 = data.state;
const _errs22 = errors;
if(typeof data11 !== "string"){
validate175.errors = [{instancePath:instancePath+"/state",keyword:"type"}];
return false;
}
if(!(((((data11 === "preparing") || (data11 === "running")) || (data11 === "succeeded")) || (data11 === "failed")) || (data11 === "cancelled"))){
validate175.errors = [{instancePath:instancePath+"/state",keyword:"enum"}];
return false;
}
var valid0 = _errs22 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.createdAt !== undefined){
let data12 = data.createdAt;
const _errs24 = errors;
if(errors === _errs24){
if(errors === _errs24){
if(typeof data12 === "string"){
if(!pattern0.test(data12)){
validate175.errors = [{instancePath:instancePath+"/createdAt",keyword:"pattern"}];
return false;
}
}
else {
validate175.errors = [{instancePath:instancePath+"/createdAt",keyword:"type"}];
return false;
}
}
}
var valid0 = _errs24 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.finishedAt !== undefined){
let data13 = data.finishedAt;
const _errs26 = errors;
if(errors === _errs26){
if(errors === _errs26){
if(typeof data13 === "string"){
if(!pattern0.test(data13)){
validate175.errors = [{instancePath:instancePath+"/finishedAt",keyword:"pattern"}];
return false;
}
}
else {
validate175.errors = [{instancePath:instancePath+"/finishedAt",keyword:"type"}];
return false;
}
}
}
var valid0 = _errs26 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.preparation !== undefined){
let data14 = data.preparation;
const _errs28 = errors;
if(errors === _errs28){
if(Array.isArray(data14)){
var valid3 = true;
const len2 = data14.length;
for(let i2=0; i2<len2; i2++){
const _errs30 = errors;
if(!(validate55(data14[i2], {instancePath:instancePath+"/preparation/" + i2,parentData:data14,parentDataProperty:i2,rootData}))){
vErrors = vErrors === null ? validate55.errors : vErrors.concat(validate55.errors);
errors = vErrors.length;
}
var valid3 = _errs30 === errors;
if(!valid3){
break;
}
}
}
else {
validate175.errors = [{instancePath:instancePath+"/preparation",keyword:"type"}];
return false;
}
}
var valid0 = _errs28 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.verdict !== undefined){
const _errs31 = errors;
if(!(validate178(data.verdict, {instancePath:instancePath+"/verdict",parentData:data,parentDataProperty:"verdict",rootData}))){
vErrors = vErrors === null ? validate178.errors : vErrors.concat(validate178.errors);
errors = vErrors.length;
}
var valid0 = _errs31 === errors;
}
else {
var valid0 = true;
}
}
}
}
}
}
}
}
}
}
}
}
}
}
}
}
else {
validate175.errors = [{instancePath,keyword:"type"}];
return false;
}
}
validate175.errors = vErrors;
return errors === 0;
}


function validate174(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(errors === 0){
if(data && typeof data == "object" && !Array.isArray(data)){
let missing0;
if((data.runs === undefined) && (missing0 = "runs")){
validate174.errors = [{instancePath,keyword:"required"}];
return false;
}
else {
if(data.runs !== undefined){
let data0 = data.runs;
const _errs1 = errors;
if(errors === _errs1){
if(Array.isArray(data0)){
var valid1 = true;
const len0 = data0.length;
for(let i0=0; i0<len0; i0++){
const _errs3 = errors;
if(!(validate175(data0[i0], {instancePath:instancePath+"/runs/" + i0,parentData:data0,parentDataProperty:i0,rootData}))){
vErrors = vErrors === null ? validate175.errors : vErrors.concat(validate175.errors);
errors = vErrors.length;
}
var valid1 = _errs3 === errors;
if(!valid1){
break;
}
}
}
else {
validate174.errors = [{instancePath:instancePath+"/runs",keyword:"type"}];
return false;
}
}
var valid0 = _errs1 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.next !== undefined){
const _errs4 = errors;
if(typeof data.next !== "string"){
validate174.errors = [{instancePath:instancePath+"/next",keyword:"type"}];
return false;
}
var valid0 = _errs4 === errors;
}
else {
var valid0 = true;
}
}
}
}
else {
validate174.errors = [{instancePath,keyword:"type"}];
return false;
}
}
validate174.errors = vErrors;
return errors === 0;
}

export const checkSchedule = validate181;

function validate181(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(errors === 0){
if(data && typeof data == "object" && !Array.isArray(data)){
let missing0;
if(((((((((((data.id === undefined) && (missing0 = "id")) || ((data.name === undefined) && (missing0 = "name"))) || ((data.request === undefined) && (missing0 = "request"))) || ((data.cron === undefined) && (missing0 = "cron"))) || ((data.timezone === undefined) && (missing0 = "timezone"))) || ((data.overlap === undefined) && (missing0 = "overlap"))) || ((data.enabled === undefined) && (missing0 = "enabled"))) || ((data.createdBy === undefined) && (missing0 = "createdBy"))) || ((data.createdAt === undefined) && (missing0 = "createdAt"))) || ((data.changedAt === undefined) && (missing0 = "changedAt"))){
validate181.errors = [{instancePath,keyword:"required"}];
return false;
}
else {
if(data.id !== undefined){
let data0 = data.id;
const _errs1 = errors;
if(errors === _errs1){
if(errors === _errs1){
if(typeof data0 === "string"){
if(!pattern2.test(data0)){
validate181.errors = [{instancePath:instancePath+"/id",keyword:"pattern"}];
return false;
}
}
else {
validate181.errors = [{instancePath:instancePath+"/id",keyword:"type"}];
return false;
}
}
}
var valid0 = _errs1 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.name !== undefined){
let data1 = data.name;
const _errs3 = errors;
if(errors === _errs3){
if(typeof data1 === "string"){
if(!pattern56.test(data1)){
validate181.errors = [{instancePath:instancePath+"/name",keyword:"pattern"}];
return false;
}
}
else {
validate181.errors = [{instancePath:instancePath+"/name",keyword:"type"}];
return false;
}
}
var valid0 = _errs3 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.request !== undefined){
const _errs5 = errors;
if(!(validate110(data.request, {instancePath:instancePath+"/request",parentData:data,parentDataProperty:"request",rootData}))){
vErrors = vErrors === null ? validate110.errors : vErrors.concat(validate110.errors);
errors = vErrors.length;
}
var valid0 = _errs5 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.cron !== undefined){
const _errs6 = errors;
if(typeof data.cron !== "string"){
validate181.errors = [{instancePath:instancePath+"/cron",keyword:"type"}];
return false;
}
var valid0 = _errs6 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.timezone !== undefined){
const _errs8 = errors;
if(typeof data.timezone !== "string"){
validate181.errors = [{instancePath:instancePath+"/timezone",keyword:"type"}];
return false;
}
var valid0 = _errs8 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.overlap !== undefined){
let data5 = data.overlap;
const _errs10 = errors;
if(typeof data5 !== "string"){
validate181.errors = [{instancePath:instancePath+"/overlap",keyword:"type"}];
return false;
}
if(!((data5 === "skip") || (data5 === "start"))){
validate181.errors = [{instancePath:instancePath+"/overlap",keyword:"enum"}];
return false;
}
var valid0 = _errs10 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.enabled !== undefined){
const _errs12 = errors;
if(typeof data.enabled !== "boolean"){
validate181.errors = [{instancePath:instancePath+"/enabled",keyword:"type"}];
return false;
}
var valid0 = _errs12 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.createdBy !== undefined){
const _errs14 = errors;
if(typeof data.createdBy !== "string"){
validate181.errors = [{instancePath:instancePath+"/createdBy",keyword:"type"}];
return false;
}
var valid0 = _errs14 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.createdAt !== undefined){
let data8 = data.createdAt;
const _errs16 = errors;
if(errors === _errs16){
if(errors === _errs16){
if(typeof data8 === "string"){
if(!pattern0.test(data8)){
validate181.errors = [{instancePath:instancePath+"/createdAt",keyword:"pattern"}];
return false;
}
}
else {
validate181.errors = [{instancePath:instancePath+"/createdAt",keyword:"type"}];
return false;
}
}
}
var valid0 = _errs16 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.changedAt !== undefined){
let data9 = data.changedAt;
const _errs18 = errors;
if(errors === _errs18){
if(errors === _errs18){
if(typeof data9 === "string"){
if(!pattern0.test(data9)){
validate181.errors = [{instancePath:instancePath+"/changedAt",keyword:"pattern"}];
return false;
}
}
else {
validate181.errors = [{instancePath:instancePath+"/changedAt",keyword:"type"}];
return false;
}
}
}
var valid0 = _errs18 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.nextAt !== undefined){
let data10 = data.nextAt;
const _errs20 = errors;
if(errors === _errs20){
if(errors === _errs20){
if(typeof data10 === "string"){
if(!pattern0.test(data10)){
validate181.errors = [{instancePath:instancePath+"/nextAt",keyword:"pattern"}];
return false;
}
}
else {
validate181.errors = [{instancePath:instancePath+"/nextAt",keyword:"type"}];
return false;
}
}
}
var valid0 = _errs20 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.last !== undefined){
const _errs22 = errors;
if(!(validate73(data.last, {instancePath:instancePath+"/last",parentData:data,parentDataProperty:"last",rootData}))){
vErrors = vErrors === null ? validate73.errors : vErrors.concat(validate73.errors);
errors = vErrors.length;
}
var valid0 = _errs22 === errors;
}
else {
var valid0 = true;
}
}
}
}
}
}
}
}
}
}
}
}
}
}
else {
validate181.errors = [{instancePath,keyword:"type"}];
return false;
}
}
validate181.errors = vErrors;
return errors === 0;
}

export const checkScheduleList = validate184;


function validate184(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(errors === 0){
if(data && typeof data == "object" && !Array.isArray(data)){
let missing0;
if((data.schedules === undefined) && (missing0 = "schedules")){
validate184.errors = [{instancePath,keyword:"required"}];
return false;
}
else {
if(data.schedules !== undefined){
let data0 = data.schedules;
const _errs1 = errors;
if(errors === _errs1){
if(Array.isArray(data0)){
var valid1 = true;
const len0 = data0.length;
for(let i0=0; i0<len0; i0++){
const _errs3 = errors;
if(!(validate109(data0[i0], {instancePath:instancePath+"/schedules/" + i0,parentData:data0,parentDataProperty:i0,rootData}))){
vErrors = vErrors === null ? validate109.errors : vErrors.concat(validate109.errors);
errors = vErrors.length;
}
var valid1 = _errs3 === errors;
if(!valid1){
break;
}
}
}
else {
validate184.errors = [{instancePath:instancePath+"/schedules",keyword:"type"}];
return false;
}
}
}
}
}
else {
validate184.errors = [{instancePath,keyword:"type"}];
return false;
}
}
validate184.errors = vErrors;
return errors === 0;
}

export const checkSchedulePlan = validate186;


function validate186(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(errors === 0){
if(data && typeof data == "object" && !Array.isArray(data)){
let missing0;
if(((((data.firings === undefined) && (missing0 = "firings")) || ((data.seed === undefined) && (missing0 = "seed"))) || ((data.forecast === undefined) && (missing0 = "forecast"))) || ((data.warnings === undefined) && (missing0 = "warnings"))){
validate186.errors = [{instancePath,keyword:"required"}];
return false;
}
else {
if(data.firings !== undefined){
let data0 = data.firings;
const _errs1 = errors;
if(errors === _errs1){
if(Array.isArray(data0)){
var valid1 = true;
const len0 = data0.length;
for(let i0=0; i0<len0; i0++){
let data1 = data0[i0];
const _errs3 = errors;
if(errors === _errs3){
if(data1 && typeof data1 == "object" && !Array.isArray(data1)){
let missing1;
if(((data1.dueAt === undefined) && (missing1 = "dueAt")) || ((data1.outcome === undefined) && (missing1 = "outcome"))){
validate186.errors = [{instancePath:instancePath+"/firings/" + i0,keyword:"required"}];
return false;
}
else {
if(data1.dueAt !== undefined){
let data2 = data1.dueAt;
const _errs5 = errors;
if(errors === _errs5){
if(errors === _errs5){
if(typeof data2 === "string"){
if(!pattern0.test(data2)){
validate186.errors = [{instancePath:instancePath+"/firings/" + i0+"/dueAt",keyword:"pattern"}];
return false;
}
}
else {
validate186.errors = [{instancePath:instancePath+"/firings/" + i0+"/dueAt",keyword:"type"}];
return false;
}
}
}
var valid2 = _errs5 === errors;
}
else {
var valid2 = true;
}
if(valid2){
if(data1.outcome !== undefined){
let data3 = data1.outcome;
const _errs7 = errors;
if(typeof data3 !== "string"){
validate186.errors = [{instancePath:instancePath+"/firings/" + i0+"/outcome",keyword:"type"}];
return false;
}
if(!((data3 === "start") || (data3 === "skip"))){
validate186.errors = [{instancePath:instancePath+"/firings/" + i0+"/outcome",keyword:"enum"}];
return false;
}
var valid2 = _errs7 === errors;
}
else {
var valid2 = true;
}
}
}
}
else {
validate186.errors = [{instancePath:instancePath+"/firings/" + i0,keyword:"type"}];
return false;
}
}
var valid1 = _errs3 === errors;
if(!valid1){
break;
}
}
}
else {
validate186.errors = [{instancePath:instancePath+"/firings",keyword:"type"}];
return false;
}
}
var valid0 = _errs1 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.seed !== undefined){
const _errs9 = errors;
if(typeof data.seed !== "string"){
validate186.errors = [{instancePath:instancePath+"/seed",keyword:"type"}];
return false;
}
var valid0 = _errs9 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.forecast !== undefined){
const _errs11 = errors;
if(!(validate104(data.forecast, {instancePath:instancePath+"/forecast",parentData:data,parentDataProperty:"forecast",rootData}))){
vErrors = vErrors === null ? validate104.errors : vErrors.concat(validate104.errors);
errors = vErrors.length;
}
var valid0 = _errs11 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.warnings !== undefined){
let data6 = data.warnings;
const _errs12 = errors;
if(errors === _errs12){
if(Array.isArray(data6)){
var valid3 = true;
const len1 = data6.length;
for(let i1=0; i1<len1; i1++){
const _errs14 = errors;
if(!(validate101(data6[i1], {instancePath:instancePath+"/warnings/" + i1,parentData:data6,parentDataProperty:i1,rootData}))){
vErrors = vErrors === null ? validate101.errors : vErrors.concat(validate101.errors);
errors = vErrors.length;
}
var valid3 = _errs14 === errors;
if(!valid3){
break;
}
}
}
else {
validate186.errors = [{instancePath:instancePath+"/warnings",keyword:"type"}];
return false;
}
}
var valid0 = _errs12 === errors;
}
else {
var valid0 = true;
}
}
}
}
}
}
else {
validate186.errors = [{instancePath,keyword:"type"}];
return false;
}
}
validate186.errors = vErrors;
return errors === 0;
}

export const checkSeedLock = validate189;


function validate189(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(errors === 0){
if(data && typeof data == "object" && !Array.isArray(data)){
let missing0;
if((((((data.digest === undefined) && (missing0 = "digest")) || ((data.seed === undefined) && (missing0 = "seed"))) || ((data.arch === undefined) && (missing0 = "arch"))) || ((data.origin === undefined) && (missing0 = "origin"))) || ((data.packages === undefined) && (missing0 = "packages"))){
validate189.errors = [{instancePath,keyword:"required"}];
return false;
}
else {
if(data.digest !== undefined){
const _errs1 = errors;
if(typeof data.digest !== "string"){
validate189.errors = [{instancePath:instancePath+"/digest",keyword:"type"}];
return false;
}
var valid0 = _errs1 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.seed !== undefined){
const _errs3 = errors;
if(typeof data.seed !== "string"){
validate189.errors = [{instancePath:instancePath+"/seed",keyword:"type"}];
return false;
}
var valid0 = _errs3 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.arch !== undefined){
let data2 = data.arch;
const _errs5 = errors;
if(typeof data2 !== "string"){
validate189.errors = [{instancePath:instancePath+"/arch",keyword:"type"}];
return false;
}
if(!((data2 === "x86_64") || (data2 === "aarch64"))){
validate189.errors = [{instancePath:instancePath+"/arch",keyword:"enum"}];
return false;
}
var valid0 = _errs5 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.origin !== undefined){
const _errs7 = errors;
if(typeof data.origin !== "string"){
validate189.errors = [{instancePath:instancePath+"/origin",keyword:"type"}];
return false;
}
var valid0 = _errs7 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.packages !== undefined){
let data4 = data.packages;
const _errs9 = errors;
if(errors === _errs9){
if(Array.isArray(data4)){
var valid1 = true;
const len0 = data4.length;
for(let i0=0; i0<len0; i0++){
let data5 = data4[i0];
const _errs11 = errors;
if(errors === _errs11){
if(data5 && typeof data5 == "object" && !Array.isArray(data5)){
let missing1;
if((((((data5.name === undefined) && (missing1 = "name")) || ((data5.version === undefined) && (missing1 = "version"))) || ((data5.fileDigest === undefined) && (missing1 = "fileDigest"))) || ((data5.contentDigest === undefined) && (missing1 = "contentDigest"))) || ((data5.upstream === undefined) && (missing1 = "upstream"))){
validate189.errors = [{instancePath:instancePath+"/packages/" + i0,keyword:"required"}];
return false;
}
else {
if(data5.name !== undefined){
const _errs13 = errors;
if(typeof data5.name !== "string"){
validate189.errors = [{instancePath:instancePath+"/packages/" + i0+"/name",keyword:"type"}];
return false;
}
var valid2 = _errs13 === errors;
}
else {
var valid2 = true;
}
if(valid2){
if(data5.version !== undefined){
const _errs15 = errors;
if(typeof data5.version !== "string"){
validate189.errors = [{instancePath:instancePath+"/packages/" + i0+"/version",keyword:"type"}];
return false;
}
var valid2 = _errs15 === errors;
}
else {
var valid2 = true;
}
if(valid2){
if(data5.fileDigest !== undefined){
const _errs17 = errors;
if(typeof data5.fileDigest !== "string"){
validate189.errors = [{instancePath:instancePath+"/packages/" + i0+"/fileDigest",keyword:"type"}];
return false;
}
var valid2 = _errs17 === errors;
}
else {
var valid2 = true;
}
if(valid2){
if(data5.contentDigest !== undefined){
const _errs19 = errors;
if(typeof data5.contentDigest !== "string"){
validate189.errors = [{instancePath:instancePath+"/packages/" + i0+"/contentDigest",keyword:"type"}];
return false;
}
var valid2 = _errs19 === errors;
}
else {
var valid2 = true;
}
if(valid2){
if(data5.upstream !== undefined){
let data10 = data5.upstream;
const _errs21 = errors;
if(errors === _errs21){
if(data10 && typeof data10 == "object" && !Array.isArray(data10)){
let missing2;
if(((data10.url === undefined) && (missing2 = "url")) || ((data10.sha256 === undefined) && (missing2 = "sha256"))){
validate189.errors = [{instancePath:instancePath+"/packages/" + i0+"/upstream",keyword:"required"}];
return false;
}
else {
if(data10.url !== undefined){
const _errs23 = errors;
if(typeof data10.url !== "string"){
validate189.errors = [{instancePath:instancePath+"/packages/" + i0+"/upstream/url",keyword:"type"}];
return false;
}
var valid3 = _errs23 === errors;
}
else {
var valid3 = true;
}
if(valid3){
if(data10.sha256 !== undefined){
const _errs25 = errors;
if(typeof data10.sha256 !== "string"){
validate189.errors = [{instancePath:instancePath+"/packages/" + i0+"/upstream/sha256",keyword:"type"}];
return false;
}
var valid3 = _errs25 === errors;
}
else {
var valid3 = true;
}
}
}
}
else {
validate189.errors = [{instancePath:instancePath+"/packages/" + i0+"/upstream",keyword:"type"}];
return false;
}
}
var valid2 = _errs21 === errors;
}
else {
var valid2 = true;
}
}
}
}
}
}
}
else {
validate189.errors = [{instancePath:instancePath+"/packages/" + i0,keyword:"type"}];
return false;
}
}
var valid1 = _errs11 === errors;
if(!valid1){
break;
}
}
}
else {
validate189.errors = [{instancePath:instancePath+"/packages",keyword:"type"}];
return false;
}
}
var valid0 = _errs9 === errors;
}
else {
var valid0 = true;
}
}
}
}
}
}
}
else {
validate189.errors = [{instancePath,keyword:"type"}];
return false;
}
}
validate189.errors = vErrors;
return errors === 0;
}

export const checkSeedLockList = validate190;


function validate190(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(errors === 0){
if(data && typeof data == "object" && !Array.isArray(data)){
let missing0;
if((data.locks === undefined) && (missing0 = "locks")){
validate190.errors = [{instancePath,keyword:"required"}];
return false;
}
else {
if(data.locks !== undefined){
let data0 = data.locks;
const _errs1 = errors;
if(errors === _errs1){
if(Array.isArray(data0)){
var valid1 = true;
const len0 = data0.length;
for(let i0=0; i0<len0; i0++){
const _errs3 = errors;
if(!(validate189(data0[i0], {instancePath:instancePath+"/locks/" + i0,parentData:data0,parentDataProperty:i0,rootData}))){
vErrors = vErrors === null ? validate189.errors : vErrors.concat(validate189.errors);
errors = vErrors.length;
}
var valid1 = _errs3 === errors;
if(!valid1){
break;
}
}
}
else {
validate190.errors = [{instancePath:instancePath+"/locks",keyword:"type"}];
return false;
}
}
var valid0 = _errs1 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.next !== undefined){
const _errs4 = errors;
if(typeof data.next !== "string"){
validate190.errors = [{instancePath:instancePath+"/next",keyword:"type"}];
return false;
}
var valid0 = _errs4 === errors;
}
else {
var valid0 = true;
}
}
}
}
else {
validate190.errors = [{instancePath,keyword:"type"}];
return false;
}
}
validate190.errors = vErrors;
return errors === 0;
}

export const checkSession = validate192;


function validate192(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(errors === 0){
if(data && typeof data == "object" && !Array.isArray(data)){
let missing0;
if(((((data.name === undefined) && (missing0 = "name")) || ((data.role === undefined) && (missing0 = "role"))) || ((data.via === undefined) && (missing0 = "via"))) || ((data.expiresAt === undefined) && (missing0 = "expiresAt"))){
validate192.errors = [{instancePath,keyword:"required"}];
return false;
}
else {
if(data.name !== undefined){
const _errs1 = errors;
if(typeof data.name !== "string"){
validate192.errors = [{instancePath:instancePath+"/name",keyword:"type"}];
return false;
}
var valid0 = _errs1 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.role !== undefined){
let data1 = data.role;
const _errs3 = errors;
if(typeof data1 !== "string"){
validate192.errors = [{instancePath:instancePath+"/role",keyword:"type"}];
return false;
}
if(!((((data1 === "viewer") || (data1 === "worker")) || (data1 === "maintainer")) || (data1 === "admin"))){
validate192.errors = [{instancePath:instancePath+"/role",keyword:"enum"}];
return false;
}
var valid0 = _errs3 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.via !== undefined){
let data2 = data.via;
const _errs5 = errors;
if(typeof data2 !== "string"){
validate192.errors = [{instancePath:instancePath+"/via",keyword:"type"}];
return false;
}
if(!(((data2 === "installation") || (data2 === "token")) || (data2 === "session"))){
validate192.errors = [{instancePath:instancePath+"/via",keyword:"enum"}];
return false;
}
var valid0 = _errs5 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.id !== undefined){
const _errs7 = errors;
if(typeof data.id !== "string"){
validate192.errors = [{instancePath:instancePath+"/id",keyword:"type"}];
return false;
}
var valid0 = _errs7 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.expiresAt !== undefined){
let data4 = data.expiresAt;
const _errs9 = errors;
if(errors === _errs9){
if(errors === _errs9){
if(typeof data4 === "string"){
if(!pattern0.test(data4)){
validate192.errors = [{instancePath:instancePath+"/expiresAt",keyword:"pattern"}];
return false;
}
}
else {
validate192.errors = [{instancePath:instancePath+"/expiresAt",keyword:"type"}];
return false;
}
}
}
var valid0 = _errs9 === errors;
}
else {
var valid0 = true;
}
}
}
}
}
}
}
else {
validate192.errors = [{instancePath,keyword:"type"}];
return false;
}
}
validate192.errors = vErrors;
return errors === 0;
}

export const checkSignInMethods = validate193;


function validate193(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(errors === 0){
if(data && typeof data == "object" && !Array.isArray(data)){
let missing0;
if((data.token === undefined) && (missing0 = "token")){
validate193.errors = [{instancePath,keyword:"required"}];
return false;
}
else {
if(data.token !== undefined){
const _errs1 = errors;
if(typeof data.token !== "boolean"){
validate193.errors = [{instancePath:instancePath+"/token",keyword:"type"}];
return false;
}
var valid0 = _errs1 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.oidc !== undefined){
let data1 = data.oidc;
const _errs3 = errors;
if(errors === _errs3){
if(data1 && typeof data1 == "object" && !Array.isArray(data1)){
let missing1;
if(((data1.name === undefined) && (missing1 = "name")) || ((data1.url === undefined) && (missing1 = "url"))){
validate193.errors = [{instancePath:instancePath+"/oidc",keyword:"required"}];
return false;
}
else {
if(data1.name !== undefined){
const _errs5 = errors;
if(typeof data1.name !== "string"){
validate193.errors = [{instancePath:instancePath+"/oidc/name",keyword:"type"}];
return false;
}
var valid1 = _errs5 === errors;
}
else {
var valid1 = true;
}
if(valid1){
if(data1.url !== undefined){
const _errs7 = errors;
if(typeof data1.url !== "string"){
validate193.errors = [{instancePath:instancePath+"/oidc/url",keyword:"type"}];
return false;
}
var valid1 = _errs7 === errors;
}
else {
var valid1 = true;
}
}
}
}
else {
validate193.errors = [{instancePath:instancePath+"/oidc",keyword:"type"}];
return false;
}
}
var valid0 = _errs3 === errors;
}
else {
var valid0 = true;
}
}
}
}
else {
validate193.errors = [{instancePath,keyword:"type"}];
return false;
}
}
validate193.errors = vErrors;
return errors === 0;
}

export const checkSignedOut = validate194;


function validate194(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(errors === 0){
if(data && typeof data == "object" && !Array.isArray(data)){
let missing0;
if((data.signedIn === undefined) && (missing0 = "signedIn")){
validate194.errors = [{instancePath,keyword:"required"}];
return false;
}
else {
if(data.signedIn !== undefined){
let data0 = data.signedIn;
const _errs1 = errors;
if(typeof data0 !== "boolean"){
validate194.errors = [{instancePath:instancePath+"/signedIn",keyword:"type"}];
return false;
}
if(false !== data0){
validate194.errors = [{instancePath:instancePath+"/signedIn",keyword:"const"}];
return false;
}
var valid0 = _errs1 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.atProvider !== undefined){
const _errs3 = errors;
if(typeof data.atProvider !== "string"){
validate194.errors = [{instancePath:instancePath+"/atProvider",keyword:"type"}];
return false;
}
var valid0 = _errs3 === errors;
}
else {
var valid0 = true;
}
}
}
}
else {
validate194.errors = [{instancePath,keyword:"type"}];
return false;
}
}
validate194.errors = vErrors;
return errors === 0;
}

export const checkStageList = validate195;


function validate195(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(errors === 0){
if(data && typeof data == "object" && !Array.isArray(data)){
let missing0;
if((data.stages === undefined) && (missing0 = "stages")){
validate195.errors = [{instancePath,keyword:"required"}];
return false;
}
else {
if(data.stages !== undefined){
let data0 = data.stages;
const _errs1 = errors;
if(errors === _errs1){
if(Array.isArray(data0)){
var valid1 = true;
const len0 = data0.length;
for(let i0=0; i0<len0; i0++){
const _errs3 = errors;
if(!(validate77(data0[i0], {instancePath:instancePath+"/stages/" + i0,parentData:data0,parentDataProperty:i0,rootData}))){
vErrors = vErrors === null ? validate77.errors : vErrors.concat(validate77.errors);
errors = vErrors.length;
}
var valid1 = _errs3 === errors;
if(!valid1){
break;
}
}
}
else {
validate195.errors = [{instancePath:instancePath+"/stages",keyword:"type"}];
return false;
}
}
}
}
}
else {
validate195.errors = [{instancePath,keyword:"type"}];
return false;
}
}
validate195.errors = vErrors;
return errors === 0;
}

export const checkStartedRebuild = validate197;


function validate197(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(errors === 0){
if(data && typeof data == "object" && !Array.isArray(data)){
let missing0;
if(((data.run === undefined) && (missing0 = "run")) || ((data.created === undefined) && (missing0 = "created"))){
validate197.errors = [{instancePath,keyword:"required"}];
return false;
}
else {
if(data.run !== undefined){
const _errs1 = errors;
if(!(validate148(data.run, {instancePath:instancePath+"/run",parentData:data,parentDataProperty:"run",rootData}))){
vErrors = vErrors === null ? validate148.errors : vErrors.concat(validate148.errors);
errors = vErrors.length;
}
var valid0 = _errs1 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.created !== undefined){
const _errs2 = errors;
if(typeof data.created !== "boolean"){
validate197.errors = [{instancePath:instancePath+"/created",keyword:"type"}];
return false;
}
var valid0 = _errs2 === errors;
}
else {
var valid0 = true;
}
}
}
}
else {
validate197.errors = [{instancePath,keyword:"type"}];
return false;
}
}
validate197.errors = vErrors;
return errors === 0;
}

export const checkStartedRun = validate199;


function validate199(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(errors === 0){
if(data && typeof data == "object" && !Array.isArray(data)){
let missing0;
if((((data.run === undefined) && (missing0 = "run")) || ((data.created === undefined) && (missing0 = "created"))) || ((data.warnings === undefined) && (missing0 = "warnings"))){
validate199.errors = [{instancePath,keyword:"required"}];
return false;
}
else {
if(data.run !== undefined){
const _errs1 = errors;
if(!(validate148(data.run, {instancePath:instancePath+"/run",parentData:data,parentDataProperty:"run",rootData}))){
vErrors = vErrors === null ? validate148.errors : vErrors.concat(validate148.errors);
errors = vErrors.length;
}
var valid0 = _errs1 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.created !== undefined){
const _errs2 = errors;
if(typeof data.created !== "boolean"){
validate199.errors = [{instancePath:instancePath+"/created",keyword:"type"}];
return false;
}
var valid0 = _errs2 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.warnings !== undefined){
let data2 = data.warnings;
const _errs4 = errors;
if(errors === _errs4){
if(Array.isArray(data2)){
var valid1 = true;
const len0 = data2.length;
for(let i0=0; i0<len0; i0++){
const _errs6 = errors;
if(!(validate101(data2[i0], {instancePath:instancePath+"/warnings/" + i0,parentData:data2,parentDataProperty:i0,rootData}))){
vErrors = vErrors === null ? validate101.errors : vErrors.concat(validate101.errors);
errors = vErrors.length;
}
var valid1 = _errs6 === errors;
if(!valid1){
break;
}
}
}
else {
validate199.errors = [{instancePath:instancePath+"/warnings",keyword:"type"}];
return false;
}
}
var valid0 = _errs4 === errors;
}
else {
var valid0 = true;
}
}
}
}
}
else {
validate199.errors = [{instancePath,keyword:"type"}];
return false;
}
}
validate199.errors = vErrors;
return errors === 0;
}

export const checkToken = validate202;


function validate202(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(errors === 0){
if(data && typeof data == "object" && !Array.isArray(data)){
let missing0;
if((((((((data.id === undefined) && (missing0 = "id")) || ((data.name === undefined) && (missing0 = "name"))) || ((data.role === undefined) && (missing0 = "role"))) || ((data.prefix === undefined) && (missing0 = "prefix"))) || ((data.state === undefined) && (missing0 = "state"))) || ((data.createdAt === undefined) && (missing0 = "createdAt"))) || ((data.createdBy === undefined) && (missing0 = "createdBy"))){
validate202.errors = [{instancePath,keyword:"required"}];
return false;
}
else {
if(data.id !== undefined){
let data0 = data.id;
const _errs1 = errors;
if(errors === _errs1){
if(errors === _errs1){
if(typeof data0 === "string"){
if(!pattern2.test(data0)){
validate202.errors = [{instancePath:instancePath+"/id",keyword:"pattern"}];
return false;
}
}
else {
validate202.errors = [{instancePath:instancePath+"/id",keyword:"type"}];
return false;
}
}
}
var valid0 = _errs1 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.name !== undefined){
const _errs3 = errors;
if(typeof data.name !== "string"){
validate202.errors = [{instancePath:instancePath+"/name",keyword:"type"}];
return false;
}
var valid0 = _errs3 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.role !== undefined){
let data2 = data.role;
const _errs5 = errors;
if(typeof data2 !== "string"){
validate202.errors = [{instancePath:instancePath+"/role",keyword:"type"}];
return false;
}
if(!((((data2 === "viewer") || (data2 === "worker")) || (data2 === "maintainer")) || (data2 === "admin"))){
validate202.errors = [{instancePath:instancePath+"/role",keyword:"enum"}];
return false;
}
var valid0 = _errs5 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.prefix !== undefined){
const _errs7 = errors;
if(typeof data.prefix !== "string"){
validate202.errors = [{instancePath:instancePath+"/prefix",keyword:"type"}];
return false;
}
var valid0 = _errs7 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.state !== undefined){
let data4 = data.state;
const _errs9 = errors;
if(typeof data4 !== "string"){
validate202.errors = [{instancePath:instancePath+"/state",keyword:"type"}];
return false;
}
if(!(((data4 === "active") || (data4 === "expired")) || (data4 === "revoked"))){
validate202.errors = [{instancePath:instancePath+"/state",keyword:"enum"}];
return false;
}
var valid0 = _errs9 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.createdAt !== undefined){
let data5 = data.createdAt;
const _errs11 = errors;
if(errors === _errs11){
if(errors === _errs11){
if(typeof data5 === "string"){
if(!pattern0.test(data5)){
validate202.errors = [{instancePath:instancePath+"/createdAt",keyword:"pattern"}];
return false;
}
}
else {
validate202.errors = [{instancePath:instancePath+"/createdAt",keyword:"type"}];
return false;
}
}
}
var valid0 = _errs11 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.createdBy !== undefined){
const _errs13 = errors;
if(typeof data.createdBy !== "string"){
validate202.errors = [{instancePath:instancePath+"/createdBy",keyword:"type"}];
return false;
}
var valid0 = _errs13 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.expiresAt !== undefined){
let data7 = data.expiresAt;
const _errs15 = errors;
if(errors === _errs15){
if(errors === _errs15){
if(typeof data7 === "string"){
if(!pattern0.test(data7)){
validate202.errors = [{instancePath:instancePath+"/expiresAt",keyword:"pattern"}];
return false;
}
}
else {
validate202.errors = [{instancePath:instancePath+"/expiresAt",keyword:"type"}];
return false;
}
}
}
var valid0 = _errs15 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.lastUsedAt !== undefined){
let data8 = data.lastUsedAt;
const _errs17 = errors;
if(errors === _errs17){
if(errors === _errs17){
if(typeof data8 === "string"){
if(!pattern0.test(data8)){
validate202.errors = [{instancePath:instancePath+"/lastUsedAt",keyword:"pattern"}];
return false;
}
}
else {
validate202.errors = [{instancePath:instancePath+"/lastUsedAt",keyword:"type"}];
return false;
}
}
}
var valid0 = _errs17 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.rotatedAt !== undefined){
let data9 = data.rotatedAt;
const _errs19 = errors;
if(errors === _errs19){
if(errors === _errs19){
if(typeof data9 === "string"){
if(!pattern0.test(data9)){
validate202.errors = [{instancePath:instancePath+"/rotatedAt",keyword:"pattern"}];
return false;
}
}
else {
validate202.errors = [{instancePath:instancePath+"/rotatedAt",keyword:"type"}];
return false;
}
}
}
var valid0 = _errs19 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.oldSecretUntil !== undefined){
let data10 = data.oldSecretUntil;
const _errs21 = errors;
if(errors === _errs21){
if(errors === _errs21){
if(typeof data10 === "string"){
if(!pattern0.test(data10)){
validate202.errors = [{instancePath:instancePath+"/oldSecretUntil",keyword:"pattern"}];
return false;
}
}
else {
validate202.errors = [{instancePath:instancePath+"/oldSecretUntil",keyword:"type"}];
return false;
}
}
}
var valid0 = _errs21 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.revokedAt !== undefined){
let data11 = data.revokedAt;
const _errs23 = errors;
if(errors === _errs23){
if(errors === _errs23){
if(typeof data11 === "string"){
if(!pattern0.test(data11)){
validate202.errors = [{instancePath:instancePath+"/revokedAt",keyword:"pattern"}];
return false;
}
}
else {
validate202.errors = [{instancePath:instancePath+"/revokedAt",keyword:"type"}];
return false;
}
}
}
var valid0 = _errs23 === errors;
}
else {
var valid0 = true;
}
}
}
}
}
}
}
}
}
}
}
}
}
}
else {
validate202.errors = [{instancePath,keyword:"type"}];
return false;
}
}
validate202.errors = vErrors;
return errors === 0;
}

export const checkTokenList = validate203;


function validate203(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(errors === 0){
if(data && typeof data == "object" && !Array.isArray(data)){
let missing0;
if((data.tokens === undefined) && (missing0 = "tokens")){
validate203.errors = [{instancePath,keyword:"required"}];
return false;
}
else {
if(data.tokens !== undefined){
let data0 = data.tokens;
const _errs1 = errors;
if(errors === _errs1){
if(Array.isArray(data0)){
var valid1 = true;
const len0 = data0.length;
for(let i0=0; i0<len0; i0++){
const _errs3 = errors;
if(!(validate202(data0[i0], {instancePath:instancePath+"/tokens/" + i0,parentData:data0,parentDataProperty:i0,rootData}))){
vErrors = vErrors === null ? validate202.errors : vErrors.concat(validate202.errors);
errors = vErrors.length;
}
var valid1 = _errs3 === errors;
if(!valid1){
break;
}
}
}
else {
validate203.errors = [{instancePath:instancePath+"/tokens",keyword:"type"}];
return false;
}
}
}
}
}
else {
validate203.errors = [{instancePath,keyword:"type"}];
return false;
}
}
validate203.errors = vErrors;
return errors === 0;
}

export const checkTokenSecret = validate205;


function validate205(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(errors === 0){
if(data && typeof data == "object" && !Array.isArray(data)){
let missing0;
if(((data.token === undefined) && (missing0 = "token")) || ((data.secret === undefined) && (missing0 = "secret"))){
validate205.errors = [{instancePath,keyword:"required"}];
return false;
}
else {
if(data.token !== undefined){
const _errs1 = errors;
if(!(validate202(data.token, {instancePath:instancePath+"/token",parentData:data,parentDataProperty:"token",rootData}))){
vErrors = vErrors === null ? validate202.errors : vErrors.concat(validate202.errors);
errors = vErrors.length;
}
var valid0 = _errs1 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.secret !== undefined){
const _errs2 = errors;
if(typeof data.secret !== "string"){
validate205.errors = [{instancePath:instancePath+"/secret",keyword:"type"}];
return false;
}
var valid0 = _errs2 === errors;
}
else {
var valid0 = true;
}
}
}
}
else {
validate205.errors = [{instancePath,keyword:"type"}];
return false;
}
}
validate205.errors = vErrors;
return errors === 0;
}

export const checkVerdict = validate207;

function validate207(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(errors === 0){
if(data && typeof data == "object" && !Array.isArray(data)){
let missing0;
if((((((data.blueprint === undefined) && (missing0 = "blueprint")) || ((data.seed === undefined) && (missing0 = "seed"))) || ((data.required === undefined) && (missing0 = "required"))) || ((data.holds === undefined) && (missing0 = "holds"))) || ((data.packages === undefined) && (missing0 = "packages"))){
validate207.errors = [{instancePath,keyword:"required"}];
return false;
}
else {
if(data.blueprint !== undefined){
const _errs1 = errors;
if(typeof data.blueprint !== "string"){
validate207.errors = [{instancePath:instancePath+"/blueprint",keyword:"type"}];
return false;
}
var valid0 = _errs1 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.seed !== undefined){
const _errs3 = errors;
if(typeof data.seed !== "string"){
validate207.errors = [{instancePath:instancePath+"/seed",keyword:"type"}];
return false;
}
var valid0 = _errs3 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.required !== undefined){
let data2 = data.required;
const _errs5 = errors;
if(typeof data2 !== "string"){
validate207.errors = [{instancePath:instancePath+"/required",keyword:"type"}];
return false;
}
if(!((((((data2 === "declared") || (data2 === "resolved")) || (data2 === "clean")) || (data2 === "reproducible")) || (data2 === "fixed-point")) || (data2 === "seed-independent"))){
validate207.errors = [{instancePath:instancePath+"/required",keyword:"enum"}];
return false;
}
var valid0 = _errs5 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.holds !== undefined){
const _errs7 = errors;
if(typeof data.holds !== "boolean"){
validate207.errors = [{instancePath:instancePath+"/holds",keyword:"type"}];
return false;
}
var valid0 = _errs7 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.packages !== undefined){
let data4 = data.packages;
const _errs9 = errors;
if(errors === _errs9){
if(Array.isArray(data4)){
var valid1 = true;
const len0 = data4.length;
for(let i0=0; i0<len0; i0++){
const _errs11 = errors;
if(!(validate153(data4[i0], {instancePath:instancePath+"/packages/" + i0,parentData:data4,parentDataProperty:i0,rootData}))){
vErrors = vErrors === null ? validate153.errors : vErrors.concat(validate153.errors);
errors = vErrors.length;
}
var valid1 = _errs11 === errors;
if(!valid1){
break;
}
}
}
else {
validate207.errors = [{instancePath:instancePath+"/packages",keyword:"type"}];
return false;
}
}
var valid0 = _errs9 === errors;
}
else {
var valid0 = true;
}
}
}
}
}
}
}
else {
validate207.errors = [{instancePath,keyword:"type"}];
return false;
}
}
validate207.errors = vErrors;
return errors === 0;
}

export const checkWebhook = validate209;


function validate209(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(errors === 0){
if(data && typeof data == "object" && !Array.isArray(data)){
let missing0;
if(((((((data.id === undefined) && (missing0 = "id")) || ((data.url === undefined) && (missing0 = "url"))) || ((data.enabled === undefined) && (missing0 = "enabled"))) || ((data.createdBy === undefined) && (missing0 = "createdBy"))) || ((data.createdAt === undefined) && (missing0 = "createdAt"))) || ((data.changedAt === undefined) && (missing0 = "changedAt"))){
validate209.errors = [{instancePath,keyword:"required"}];
return false;
}
else {
if(data.id !== undefined){
let data0 = data.id;
const _errs1 = errors;
if(errors === _errs1){
if(errors === _errs1){
if(typeof data0 === "string"){
if(!pattern2.test(data0)){
validate209.errors = [{instancePath:instancePath+"/id",keyword:"pattern"}];
return false;
}
}
else {
validate209.errors = [{instancePath:instancePath+"/id",keyword:"type"}];
return false;
}
}
}
var valid0 = _errs1 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.url !== undefined){
const _errs3 = errors;
if(typeof data.url !== "string"){
validate209.errors = [{instancePath:instancePath+"/url",keyword:"type"}];
return false;
}
var valid0 = _errs3 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.events !== undefined){
let data2 = data.events;
const _errs5 = errors;
if(errors === _errs5){
if(Array.isArray(data2)){
if(data2.length > 18){
validate209.errors = [{instancePath:instancePath+"/events",keyword:"maxItems"}];
return false;
}
else {
if(data2.length < 1){
validate209.errors = [{instancePath:instancePath+"/events",keyword:"minItems"}];
return false;
}
else {
var valid1 = true;
const len0 = data2.length;
for(let i0=0; i0<len0; i0++){
let data3 = data2[i0];
const _errs7 = errors;
if(typeof data3 !== "string"){
validate209.errors = [{instancePath:instancePath+"/events/" + i0,keyword:"type"}];
return false;
}
if(!((((((((((((((((((data3 === "run.created") || (data3 === "run.running")) || (data3 === "run.succeeded")) || (data3 === "run.failed")) || (data3 === "run.cancelled")) || (data3 === "run.retried")) || (data3 === "run.judged")) || (data3 === "seed.locked")) || (data3 === "seed.failed")) || (data3 === "stage.opened")) || (data3 === "stage.completed")) || (data3 === "stage.failed")) || (data3 === "build.building")) || (data3 === "build.done")) || (data3 === "build.failed")) || (data3 === "build.blocked")) || (data3 === "build.lost")) || (data3 === "build.cancelled"))){
validate209.errors = [{instancePath:instancePath+"/events/" + i0,keyword:"enum"}];
return false;
}
var valid1 = _errs7 === errors;
if(!valid1){
break;
}
}
}
}
}
else {
validate209.errors = [{instancePath:instancePath+"/events",keyword:"type"}];
return false;
}
}
var valid0 = _errs5 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.enabled !== undefined){
const _errs9 = errors;
if(typeof data.enabled !== "boolean"){
validate209.errors = [{instancePath:instancePath+"/enabled",keyword:"type"}];
return false;
}
var valid0 = _errs9 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.disabledReason !== undefined){
const _errs11 = errors;
if(typeof data.disabledReason !== "string"){
validate209.errors = [{instancePath:instancePath+"/disabledReason",keyword:"type"}];
return false;
}
var valid0 = _errs11 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.failingSince !== undefined){
let data6 = data.failingSince;
const _errs13 = errors;
if(errors === _errs13){
if(errors === _errs13){
if(typeof data6 === "string"){
if(!pattern0.test(data6)){
validate209.errors = [{instancePath:instancePath+"/failingSince",keyword:"pattern"}];
return false;
}
}
else {
validate209.errors = [{instancePath:instancePath+"/failingSince",keyword:"type"}];
return false;
}
}
}
var valid0 = _errs13 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.createdBy !== undefined){
const _errs15 = errors;
if(typeof data.createdBy !== "string"){
validate209.errors = [{instancePath:instancePath+"/createdBy",keyword:"type"}];
return false;
}
var valid0 = _errs15 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.createdAt !== undefined){
let data8 = data.createdAt;
const _errs17 = errors;
if(errors === _errs17){
if(errors === _errs17){
if(typeof data8 === "string"){
if(!pattern0.test(data8)){
validate209.errors = [{instancePath:instancePath+"/createdAt",keyword:"pattern"}];
return false;
}
}
else {
validate209.errors = [{instancePath:instancePath+"/createdAt",keyword:"type"}];
return false;
}
}
}
var valid0 = _errs17 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.changedAt !== undefined){
let data9 = data.changedAt;
const _errs19 = errors;
if(errors === _errs19){
if(errors === _errs19){
if(typeof data9 === "string"){
if(!pattern0.test(data9)){
validate209.errors = [{instancePath:instancePath+"/changedAt",keyword:"pattern"}];
return false;
}
}
else {
validate209.errors = [{instancePath:instancePath+"/changedAt",keyword:"type"}];
return false;
}
}
}
var valid0 = _errs19 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.rotatedAt !== undefined){
let data10 = data.rotatedAt;
const _errs21 = errors;
if(errors === _errs21){
if(errors === _errs21){
if(typeof data10 === "string"){
if(!pattern0.test(data10)){
validate209.errors = [{instancePath:instancePath+"/rotatedAt",keyword:"pattern"}];
return false;
}
}
else {
validate209.errors = [{instancePath:instancePath+"/rotatedAt",keyword:"type"}];
return false;
}
}
}
var valid0 = _errs21 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.oldSecretUntil !== undefined){
let data11 = data.oldSecretUntil;
const _errs23 = errors;
if(errors === _errs23){
if(errors === _errs23){
if(typeof data11 === "string"){
if(!pattern0.test(data11)){
validate209.errors = [{instancePath:instancePath+"/oldSecretUntil",keyword:"pattern"}];
return false;
}
}
else {
validate209.errors = [{instancePath:instancePath+"/oldSecretUntil",keyword:"type"}];
return false;
}
}
}
var valid0 = _errs23 === errors;
}
else {
var valid0 = true;
}
}
}
}
}
}
}
}
}
}
}
}
}
else {
validate209.errors = [{instancePath,keyword:"type"}];
return false;
}
}
validate209.errors = vErrors;
return errors === 0;
}

export const checkWebhookList = validate210;


function validate210(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(errors === 0){
if(data && typeof data == "object" && !Array.isArray(data)){
let missing0;
if((data.webhooks === undefined) && (missing0 = "webhooks")){
validate210.errors = [{instancePath,keyword:"required"}];
return false;
}
else {
if(data.webhooks !== undefined){
let data0 = data.webhooks;
const _errs1 = errors;
if(errors === _errs1){
if(Array.isArray(data0)){
var valid1 = true;
const len0 = data0.length;
for(let i0=0; i0<len0; i0++){
const _errs3 = errors;
if(!(validate209(data0[i0], {instancePath:instancePath+"/webhooks/" + i0,parentData:data0,parentDataProperty:i0,rootData}))){
vErrors = vErrors === null ? validate209.errors : vErrors.concat(validate209.errors);
errors = vErrors.length;
}
var valid1 = _errs3 === errors;
if(!valid1){
break;
}
}
}
else {
validate210.errors = [{instancePath:instancePath+"/webhooks",keyword:"type"}];
return false;
}
}
}
}
}
else {
validate210.errors = [{instancePath,keyword:"type"}];
return false;
}
}
validate210.errors = vErrors;
return errors === 0;
}

export const checkWebhookWithSecret = validate212;


function validate212(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(errors === 0){
if(data && typeof data == "object" && !Array.isArray(data)){
let missing0;
if(((data.webhook === undefined) && (missing0 = "webhook")) || ((data.secret === undefined) && (missing0 = "secret"))){
validate212.errors = [{instancePath,keyword:"required"}];
return false;
}
else {
if(data.webhook !== undefined){
const _errs1 = errors;
if(!(validate209(data.webhook, {instancePath:instancePath+"/webhook",parentData:data,parentDataProperty:"webhook",rootData}))){
vErrors = vErrors === null ? validate209.errors : vErrors.concat(validate209.errors);
errors = vErrors.length;
}
var valid0 = _errs1 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.secret !== undefined){
const _errs2 = errors;
if(typeof data.secret !== "string"){
validate212.errors = [{instancePath:instancePath+"/secret",keyword:"type"}];
return false;
}
var valid0 = _errs2 === errors;
}
else {
var valid0 = true;
}
}
}
}
else {
validate212.errors = [{instancePath,keyword:"type"}];
return false;
}
}
validate212.errors = vErrors;
return errors === 0;
}

export const checkWhy = validate214;



function validate215(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(errors === 0){
if(data && typeof data == "object" && !Array.isArray(data)){
let missing0;
if((((((((data.stage === undefined) && (missing0 = "stage")) || ((data.build === undefined) && (missing0 = "build"))) || ((data.buildId === undefined) && (missing0 = "buildId"))) || ((data.role === undefined) && (missing0 = "role"))) || ((data.name === undefined) && (missing0 = "name"))) || ((data.digest === undefined) && (missing0 = "digest"))) || ((data.generation === undefined) && (missing0 = "generation"))){
validate215.errors = [{instancePath,keyword:"required"}];
return false;
}
else {
if(data.stage !== undefined){
const _errs1 = errors;
if(typeof data.stage !== "string"){
validate215.errors = [{instancePath:instancePath+"/stage",keyword:"type"}];
return false;
}
var valid0 = _errs1 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.build !== undefined){
const _errs3 = errors;
if(typeof data.build !== "string"){
validate215.errors = [{instancePath:instancePath+"/build",keyword:"type"}];
return false;
}
var valid0 = _errs3 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.buildId !== undefined){
const _errs5 = errors;
if(typeof data.buildId !== "string"){
validate215.errors = [{instancePath:instancePath+"/buildId",keyword:"type"}];
return false;
}
var valid0 = _errs5 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.role !== undefined){
let data3 = data.role;
const _errs7 = errors;
if(typeof data3 !== "string"){
validate215.errors = [{instancePath:instancePath+"/role",keyword:"type"}];
return false;
}
if(!((((data3 === "environment") || (data3 === "source")) || (data3 === "definition")) || (data3 === "file"))){
validate215.errors = [{instancePath:instancePath+"/role",keyword:"enum"}];
return false;
}
var valid0 = _errs7 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.part !== undefined){
let data4 = data.part;
const _errs9 = errors;
if(typeof data4 !== "string"){
validate215.errors = [{instancePath:instancePath+"/part",keyword:"type"}];
return false;
}
if(!((((((data4 === "compiler") || (data4 === "linker")) || (data4 === "shell")) || (data4 === "build tool")) || (data4 === "library")) || (data4 === "tool"))){
validate215.errors = [{instancePath:instancePath+"/part",keyword:"enum"}];
return false;
}
var valid0 = _errs9 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.name !== undefined){
const _errs11 = errors;
if(typeof data.name !== "string"){
validate215.errors = [{instancePath:instancePath+"/name",keyword:"type"}];
return false;
}
var valid0 = _errs11 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.version !== undefined){
const _errs13 = errors;
if(typeof data.version !== "string"){
validate215.errors = [{instancePath:instancePath+"/version",keyword:"type"}];
return false;
}
var valid0 = _errs13 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.digest !== undefined){
let data7 = data.digest;
const _errs15 = errors;
if(errors === _errs15){
if(typeof data7 === "string"){
if(!pattern1.test(data7)){
validate215.errors = [{instancePath:instancePath+"/digest",keyword:"pattern"}];
return false;
}
}
else {
validate215.errors = [{instancePath:instancePath+"/digest",keyword:"type"}];
return false;
}
}
var valid0 = _errs15 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.contentDigest !== undefined){
let data8 = data.contentDigest;
const _errs17 = errors;
if(errors === _errs17){
if(typeof data8 === "string"){
if(!pattern1.test(data8)){
validate215.errors = [{instancePath:instancePath+"/contentDigest",keyword:"pattern"}];
return false;
}
}
else {
validate215.errors = [{instancePath:instancePath+"/contentDigest",keyword:"type"}];
return false;
}
}
var valid0 = _errs17 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.input !== undefined){
const _errs19 = errors;
if(typeof data.input !== "string"){
validate215.errors = [{instancePath:instancePath+"/input",keyword:"type"}];
return false;
}
var valid0 = _errs19 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.madeBy !== undefined){
const _errs21 = errors;
if(typeof data.madeBy !== "string"){
validate215.errors = [{instancePath:instancePath+"/madeBy",keyword:"type"}];
return false;
}
var valid0 = _errs21 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.generation !== undefined){
let data11 = data.generation;
const _errs23 = errors;
if(!(((typeof data11 == "number") && (!(data11 % 1) && !isNaN(data11))) && (isFinite(data11)))){
validate215.errors = [{instancePath:instancePath+"/generation",keyword:"type"}];
return false;
}
var valid0 = _errs23 === errors;
}
else {
var valid0 = true;
}
}
}
}
}
}
}
}
}
}
}
}
}
}
else {
validate215.errors = [{instancePath,keyword:"type"}];
return false;
}
}
validate215.errors = vErrors;
return errors === 0;
}


function validate214(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(errors === 0){
if(data && typeof data == "object" && !Array.isArray(data)){
let missing0;
if((((data.package === undefined) && (missing0 = "package")) || ((data.on === undefined) && (missing0 = "on"))) || ((data.looked === undefined) && (missing0 = "looked"))){
validate214.errors = [{instancePath,keyword:"required"}];
return false;
}
else {
if(data.package !== undefined){
let data0 = data.package;
const _errs1 = errors;
if(errors === _errs1){
if(data0 && typeof data0 == "object" && !Array.isArray(data0)){
let missing1;
if((((((data0.name === undefined) && (missing1 = "name")) || ((data0.version === undefined) && (missing1 = "version"))) || ((data0.arch === undefined) && (missing1 = "arch"))) || ((data0.stage === undefined) && (missing1 = "stage"))) || ((data0.contentDigest === undefined) && (missing1 = "contentDigest"))){
validate214.errors = [{instancePath:instancePath+"/package",keyword:"required"}];
return false;
}
else {
if(data0.name !== undefined){
const _errs3 = errors;
if(typeof data0.name !== "string"){
validate214.errors = [{instancePath:instancePath+"/package/name",keyword:"type"}];
return false;
}
var valid1 = _errs3 === errors;
}
else {
var valid1 = true;
}
if(valid1){
if(data0.version !== undefined){
const _errs5 = errors;
if(typeof data0.version !== "string"){
validate214.errors = [{instancePath:instancePath+"/package/version",keyword:"type"}];
return false;
}
var valid1 = _errs5 === errors;
}
else {
var valid1 = true;
}
if(valid1){
if(data0.arch !== undefined){
let data3 = data0.arch;
const _errs7 = errors;
if(typeof data3 !== "string"){
validate214.errors = [{instancePath:instancePath+"/package/arch",keyword:"type"}];
return false;
}
if(!((data3 === "x86_64") || (data3 === "aarch64"))){
validate214.errors = [{instancePath:instancePath+"/package/arch",keyword:"enum"}];
return false;
}
var valid1 = _errs7 === errors;
}
else {
var valid1 = true;
}
if(valid1){
if(data0.stage !== undefined){
const _errs9 = errors;
if(typeof data0.stage !== "string"){
validate214.errors = [{instancePath:instancePath+"/package/stage",keyword:"type"}];
return false;
}
var valid1 = _errs9 === errors;
}
else {
var valid1 = true;
}
if(valid1){
if(data0.contentDigest !== undefined){
let data5 = data0.contentDigest;
const _errs11 = errors;
if(errors === _errs11){
if(typeof data5 === "string"){
if(!pattern1.test(data5)){
validate214.errors = [{instancePath:instancePath+"/package/contentDigest",keyword:"pattern"}];
return false;
}
}
else {
validate214.errors = [{instancePath:instancePath+"/package/contentDigest",keyword:"type"}];
return false;
}
}
var valid1 = _errs11 === errors;
}
else {
var valid1 = true;
}
}
}
}
}
}
}
else {
validate214.errors = [{instancePath:instancePath+"/package",keyword:"type"}];
return false;
}
}
var valid0 = _errs1 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.on !== undefined){
const _errs13 = errors;
if(typeof data.on !== "string"){
validate214.errors = [{instancePath:instancePath+"/on",keyword:"type"}];
return false;
}
var valid0 = _errs13 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.path !== undefined){
let data7 = data.path;
const _errs15 = errors;
if(errors === _errs15){
if(Array.isArray(data7)){
var valid2 = true;
const len0 = data7.length;
for(let i0=0; i0<len0; i0++){
const _errs17 = errors;
if(!(validate215(data7[i0], {instancePath:instancePath+"/path/" + i0,parentData:data7,parentDataProperty:i0,rootData}))){
vErrors = vErrors === null ? validate215.errors : vErrors.concat(validate215.errors);
errors = vErrors.length;
}
var valid2 = _errs17 === errors;
if(!valid2){
break;
}
}
}
else {
validate214.errors = [{instancePath:instancePath+"/path",keyword:"type"}];
return false;
}
}
var valid0 = _errs15 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.looked !== undefined){
let data9 = data.looked;
const _errs18 = errors;
if(!(((typeof data9 == "number") && (!(data9 % 1) && !isNaN(data9))) && (isFinite(data9)))){
validate214.errors = [{instancePath:instancePath+"/looked",keyword:"type"}];
return false;
}
var valid0 = _errs18 === errors;
}
else {
var valid0 = true;
}
}
}
}
}
}
else {
validate214.errors = [{instancePath,keyword:"type"}];
return false;
}
}
validate214.errors = vErrors;
return errors === 0;
}

export const checkWorker = validate217;


function validate217(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(errors === 0){
if(data && typeof data == "object" && !Array.isArray(data)){
let missing0;
if((((((((data.id === undefined) && (missing0 = "id")) || ((data.arch === undefined) && (missing0 = "arch"))) || ((data.host === undefined) && (missing0 = "host"))) || ((data.concurrency === undefined) && (missing0 = "concurrency"))) || ((data.startedAt === undefined) && (missing0 = "startedAt"))) || ((data.seenAt === undefined) && (missing0 = "seenAt"))) || ((data.building === undefined) && (missing0 = "building"))){
validate217.errors = [{instancePath,keyword:"required"}];
return false;
}
else {
if(data.id !== undefined){
const _errs1 = errors;
if(typeof data.id !== "string"){
validate217.errors = [{instancePath:instancePath+"/id",keyword:"type"}];
return false;
}
var valid0 = _errs1 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.arch !== undefined){
let data1 = data.arch;
const _errs3 = errors;
if(typeof data1 !== "string"){
validate217.errors = [{instancePath:instancePath+"/arch",keyword:"type"}];
return false;
}
if(!((data1 === "x86_64") || (data1 === "aarch64"))){
validate217.errors = [{instancePath:instancePath+"/arch",keyword:"enum"}];
return false;
}
var valid0 = _errs3 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.host !== undefined){
const _errs5 = errors;
if(typeof data.host !== "string"){
validate217.errors = [{instancePath:instancePath+"/host",keyword:"type"}];
return false;
}
var valid0 = _errs5 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.concurrency !== undefined){
let data3 = data.concurrency;
const _errs7 = errors;
if(!(((typeof data3 == "number") && (!(data3 % 1) && !isNaN(data3))) && (isFinite(data3)))){
validate217.errors = [{instancePath:instancePath+"/concurrency",keyword:"type"}];
return false;
}
var valid0 = _errs7 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.startedAt !== undefined){
let data4 = data.startedAt;
const _errs9 = errors;
if(errors === _errs9){
if(errors === _errs9){
if(typeof data4 === "string"){
if(!pattern0.test(data4)){
validate217.errors = [{instancePath:instancePath+"/startedAt",keyword:"pattern"}];
return false;
}
}
else {
validate217.errors = [{instancePath:instancePath+"/startedAt",keyword:"type"}];
return false;
}
}
}
var valid0 = _errs9 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.seenAt !== undefined){
let data5 = data.seenAt;
const _errs11 = errors;
if(errors === _errs11){
if(errors === _errs11){
if(typeof data5 === "string"){
if(!pattern0.test(data5)){
validate217.errors = [{instancePath:instancePath+"/seenAt",keyword:"pattern"}];
return false;
}
}
else {
validate217.errors = [{instancePath:instancePath+"/seenAt",keyword:"type"}];
return false;
}
}
}
var valid0 = _errs11 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.building !== undefined){
let data6 = data.building;
const _errs13 = errors;
if(errors === _errs13){
if(Array.isArray(data6)){
var valid1 = true;
const len0 = data6.length;
for(let i0=0; i0<len0; i0++){
const _errs15 = errors;
if(typeof data6[i0] !== "string"){
validate217.errors = [{instancePath:instancePath+"/building/" + i0,keyword:"type"}];
return false;
}
var valid1 = _errs15 === errors;
if(!valid1){
break;
}
}
}
else {
validate217.errors = [{instancePath:instancePath+"/building",keyword:"type"}];
return false;
}
}
var valid0 = _errs13 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.draining !== undefined){
const _errs17 = errors;
if(typeof data.draining !== "boolean"){
validate217.errors = [{instancePath:instancePath+"/draining",keyword:"type"}];
return false;
}
var valid0 = _errs17 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.state !== undefined){
let data9 = data.state;
const _errs19 = errors;
if(typeof data9 !== "string"){
validate217.errors = [{instancePath:instancePath+"/state",keyword:"type"}];
return false;
}
if(!(((((data9 === "working") || (data9 === "idle")) || (data9 === "draining")) || (data9 === "drained")) || (data9 === "silent"))){
validate217.errors = [{instancePath:instancePath+"/state",keyword:"enum"}];
return false;
}
var valid0 = _errs19 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.load !== undefined){
let data10 = data.load;
const _errs21 = errors;
if(!((typeof data10 == "number") && (isFinite(data10)))){
validate217.errors = [{instancePath:instancePath+"/load",keyword:"type"}];
return false;
}
var valid0 = _errs21 === errors;
}
else {
var valid0 = true;
}
}
}
}
}
}
}
}
}
}
}
}
else {
validate217.errors = [{instancePath,keyword:"type"}];
return false;
}
}
validate217.errors = vErrors;
return errors === 0;
}

export const checkWorkerList = validate218;


function validate218(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(errors === 0){
if(data && typeof data == "object" && !Array.isArray(data)){
let missing0;
if((data.workers === undefined) && (missing0 = "workers")){
validate218.errors = [{instancePath,keyword:"required"}];
return false;
}
else {
if(data.workers !== undefined){
let data0 = data.workers;
const _errs1 = errors;
if(errors === _errs1){
if(Array.isArray(data0)){
var valid1 = true;
const len0 = data0.length;
for(let i0=0; i0<len0; i0++){
const _errs3 = errors;
if(!(validate217(data0[i0], {instancePath:instancePath+"/workers/" + i0,parentData:data0,parentDataProperty:i0,rootData}))){
vErrors = vErrors === null ? validate217.errors : vErrors.concat(validate217.errors);
errors = vErrors.length;
}
var valid1 = _errs3 === errors;
if(!valid1){
break;
}
}
}
else {
validate218.errors = [{instancePath:instancePath+"/workers",keyword:"type"}];
return false;
}
}
var valid0 = _errs1 === errors;
}
else {
var valid0 = true;
}
if(valid0){
if(data.next !== undefined){
const _errs4 = errors;
if(typeof data.next !== "string"){
validate218.errors = [{instancePath:instancePath+"/next",keyword:"type"}];
return false;
}
var valid0 = _errs4 === errors;
}
else {
var valid0 = true;
}
}
}
}
else {
validate218.errors = [{instancePath,keyword:"type"}];
return false;
}
}
validate218.errors = vErrors;
return errors === 0;
}

export const ANSWERS = {
  "GET /healthz 200": checkHealth,
  "GET /readyz 200": checkHealth,
  "GET /v1/actions 200": checkActionList,
  "GET /v1/audit 200": checkAudit,
  "GET /v1/blueprints 200": checkBlueprintList,
  "GET /v1/builds/{id} 200": checkBuildDetail,
  "POST /v1/builds/{id}/cancel 200": checkCancelled,
  "GET /v1/builds/{id}/log/lines 200": checkLogLines,
  "GET /v1/builds/{id}/recipe 200": checkRecipe,
  "POST /v1/builds/{id}/retry 200": checkRetried,
  "GET /v1/me 200": checkActor,
  "POST /v1/plans 200": checkPlan,
  "POST /v1/runs 200": checkStartedRun,
  "POST /v1/runs 201": checkStartedRun,
  "GET /v1/runs 200": checkRunList,
  "GET /v1/runs/{id} 200": checkRun,
  "PATCH /v1/runs/{id} 200": checkRun,
  "GET /v1/runs/{id}/builds 200": checkBuildList,
  "POST /v1/runs/{id}/cancel 200": checkRun,
  "POST /v1/runs/{id}/comparisons 200": checkComparison,
  "GET /v1/runs/{id}/diff/{other} 200": checkRunDiff,
  "GET /v1/runs/{id}/evidence 200": checkEvidenceList,
  "GET /v1/runs/{id}/flight 200": checkFlight,
  "GET /v1/runs/{id}/graph 200": checkGraph,
  "POST /v1/runs/{id}/packages/{package}/cancel 200": checkCancelled,
  "POST /v1/runs/{id}/rebuild-plans 200": checkRebuildPlan,
  "POST /v1/runs/{id}/rebuilds 200": checkStartedRebuild,
  "POST /v1/runs/{id}/rebuilds 201": checkStartedRebuild,
  "GET /v1/runs/{id}/rebuilds 200": checkRunList,
  "POST /v1/runs/{id}/retry 200": checkRetried,
  "GET /v1/runs/{id}/seed-locks 200": checkSeedLockList,
  "GET /v1/runs/{id}/stages 200": checkStageList,
  "POST /v1/runs/{id}/stages/{stage}/cancel 200": checkCancelled,
  "POST /v1/runs/{id}/stages/{stage}/retry 200": checkRetried,
  "GET /v1/runs/{id}/verdict 200": checkVerdict,
  "GET /v1/runs/{id}/why 200": checkWhy,
  "POST /v1/schedule-plans 200": checkSchedulePlan,
  "GET /v1/schedules 200": checkScheduleList,
  "POST /v1/schedules 201": checkPlannedSchedule,
  "GET /v1/schedules/{id} 200": checkSchedule,
  "PATCH /v1/schedules/{id} 200": checkPlannedSchedule,
  "POST /v1/schedules/{id}/fire 200": checkFiring,
  "GET /v1/schedules/{id}/firings 200": checkFiringList,
  "GET /v1/schedules/{id}/plan 200": checkSchedulePlan,
  "POST /v1/seed-locks 200": checkSeedLock,
  "POST /v1/session 200": checkSession,
  "DELETE /v1/session 200": checkSignedOut,
  "GET /v1/session/methods 200": checkSignInMethods,
  "GET /v1/tokens 200": checkTokenList,
  "POST /v1/tokens 201": checkTokenSecret,
  "DELETE /v1/tokens/{id} 200": checkToken,
  "POST /v1/tokens/{id}/rotate 200": checkTokenSecret,
  "GET /v1/webhooks 200": checkWebhookList,
  "POST /v1/webhooks 201": checkWebhookWithSecret,
  "GET /v1/webhooks/{id} 200": checkWebhook,
  "PATCH /v1/webhooks/{id} 200": checkWebhook,
  "GET /v1/webhooks/{id}/deliveries 200": checkDeliveryList,
  "POST /v1/webhooks/{id}/deliveries/{delivery}/replay 202": checkDelivery,
  "POST /v1/webhooks/{id}/ping 202": checkDelivery,
  "POST /v1/webhooks/{id}/rotate 200": checkWebhookWithSecret,
  "GET /v1/workers 200": checkWorkerList,
  "POST /v1/workers/{id}/drain 200": checkWorker,
  "POST /v1/workers/{id}/undrain 200": checkWorker,
};
export const COMPONENTS = {
  Problem: checkProblem,
  RunEvent: checkRunEvent,
};
