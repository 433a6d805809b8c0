//! The pictures that were made last, packed for the canvas: what the next one takes over from them. Nothing here knows what a scene
//! was made of.

use std::collections::BTreeMap;
use std::sync::Arc;

use rayon::prelude::*;

use crate::dossier::model::EntityId;
use crate::picture::scene::Scene;
use crate::window::canvas::packed_scene::PackedScene;

/// Where each entity stands.
pub(super) type Positions = BTreeMap<EntityId, (f32, f32)>;

/// The last picture, and that of all that could be shown.
#[derive(Default)]
pub(super) struct RecentPictures {
    last: Option<(Arc<PackedScene>, Arc<Positions>)>,
    whole: Option<WholePicture>,
}

/// A picture of which others show a part.
struct WholePicture {
    stock: Arc<PackedScene>,
    /// Its nodes in the order of their ids.
    by_id: Vec<u32>,
}

impl RecentPictures {
    /// Packs a scene. `whole` is the scene that it is a part of, if that is known.
    pub(super) fn pack(&mut self, scene: Arc<Scene>, whole: Option<&Arc<Scene>>) -> (Arc<PackedScene>, Arc<Positions>) {
        let packed = match &self.last {
            Some((last, stood)) if Arc::ptr_eq(&last.scene, &scene) => (Arc::clone(last), Arc::clone(stood)),
            _ => self.part(&scene, whole).unwrap_or_else(|| self.pack_all(scene)),
        };
        self.last = Some(packed.clone());
        packed
    }

    fn part(&self, scene: &Arc<Scene>, whole: Option<&Arc<Scene>>) -> Option<(Arc<PackedScene>, Arc<Positions>)> {
        let kept =
            self.whole.as_ref().filter(|kept| whole.is_some_and(|whole| Arc::ptr_eq(&kept.stock.scene, whole)))?;
        let stock = PackedScene::part(scene, &kept.stock)?;
        let (numbers, _) = scene.numbers_in(&kept.stock.scene)?;
        // What is sorted already is put into a map at once.
        let nodes = kept.by_id.iter().filter_map(|node| scene.nodes.get(numbers[*node as usize] as usize));
        let positions = nodes.map(|node| (EntityId::new(Arc::clone(&node.id)), node.at)).collect();
        Some((Arc::new(stock), Arc::new(positions)))
    }

    fn pack_all(&self, scene: Arc<Scene>) -> (Arc<PackedScene>, Arc<Positions>) {
        let last = self.last.as_ref();
        let stock = Arc::new(PackedScene::new(scene, last.map(|(last, _)| &**last)));
        let stood = last.filter(|_| stock.keeps_places).map(|(_, stood)| Arc::clone(stood));
        let positions = stood.unwrap_or_else(|| {
            let nodes = stock.scene.nodes.iter();
            Arc::new(nodes.map(|node| (EntityId::new(Arc::clone(&node.id)), node.at)).collect())
        });
        (stock, positions)
    }

    /// Keeps the picture of all that could be shown, for those that show a part of it; packs it unless it was the last one.
    pub(super) fn keep_whole(&mut self, whole: Option<&Arc<Scene>>) {
        let Some(scene) = whole else {
            self.whole = None;
            return;
        };
        if self.whole.as_ref().is_some_and(|kept| Arc::ptr_eq(&kept.stock.scene, scene)) {
            return;
        }
        let last = self.last.as_ref().map(|(last, _)| last).filter(|last| Arc::ptr_eq(&last.scene, scene));
        let stock = last.map_or_else(|| Arc::new(PackedScene::new(Arc::clone(scene), None)), Arc::clone);
        let mut by_id: Vec<u32> = (0..scene.nodes.len() as u32).collect();
        by_id.par_sort_unstable_by(|a, b| scene.nodes[*a as usize].id.cmp(&scene.nodes[*b as usize].id));
        self.whole = Some(WholePicture { stock, by_id });
    }
}
