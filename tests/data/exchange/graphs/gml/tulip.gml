graph [
directed 1
version 2
node [
id 0
label "Anna"
graphics [
x 0
y 0
z 0
h 1
w 1
d 1
type "rectangle"
width 0.12
fill "#ff0000"
outline "#000000"
     ]
]
node [
id 1
label "Bert"
graphics [
x 10
y -5
z 0
h 1
w 1
d 1
type "rectangle"
width 0.12
fill "#ff0000"
outline "#000000"
     ]
]
node [
id 2
label "日本"
graphics [
x 20
y -10
z 0
h 1
w 1
d 1
type "rectangle"
width 0.12
fill "#ff0000"
outline "#000000"
     ]
]
node [
id 3
label "lonely"
graphics [
x 30
y -15
z 0
h 1
w 1
d 1
type "rectangle"
width 0.12
fill "#ff0000"
outline "#000000"
     ]
]
edge [
source 0
target 1
id 0
label ""
graphics [
type "line"
arrow "last"
width 0.1
Line [
]
]
]
edge [
source 1
target 2
id 1
label ""
graphics [
type "line"
arrow "last"
width 0.1
Line [
]
]
]
edge [
source 0
target 1
id 2
label ""
graphics [
type "line"
arrow "last"
width 0.1
Line [
]
]
]
]
